package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r5.model.Bundle;
import org.hl7.fhir.r5.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r5.model.Bundle.BundleType;
import org.hl7.fhir.r5.model.OperationOutcome;

/** Transactions, which happen whole or not at all, and batches, whose entries stand alone. */
final class BundleProcessor {

  private final Writes writes;
  private final EntryResponses responses;
  private final EntryReads reads;

  BundleProcessor(Writes writes, Reads reads) {
    this.writes = writes;
    this.responses = new EntryResponses();
    this.reads = new EntryReads(reads);
  }

  /**
   * Carries out all entries and makes the answer.
   *
   * @param wanted what each entry of the answer shows of what was written
   * @throws InvalidRequestException for a bundle that is neither a transaction nor a batch
   */
  Bundle process(Bundle request, PreferReturnEnum wanted) {
    BundleType type = request.getType();
    if (type == BundleType.TRANSACTION) {
      return transaction(request.getEntry(), wanted);
    } else if (type == BundleType.BATCH) {
      return batch(request.getEntry(), wanted);
    }
    throw new InvalidRequestException("Bundle.type is not transaction or batch");
  }

  /** Reads come last, so that they see what the same transaction wrote. */
  private Bundle transaction(List<BundleEntryComponent> entries, PreferReturnEnum wanted) {
    List<WriteRequest> requests =
        entries.stream().filter(e -> !BundleEntries.isRead(e)).map(BundleEntries::write).toList();
    List<Optional<WriteOutcome>> outcomes = new ArrayList<>(writes.execute(requests));
    Bundle answer = new Bundle().setType(BundleType.TRANSACTIONRESPONSE);
    for (BundleEntryComponent entry : entries) {
      if (BundleEntries.isRead(entry)) {
        answer.addEntry(reads.read(entry));
      } else {
        outcomes.remove(0).map(o -> responses.of(o, wanted)).ifPresent(answer::addEntry);
      }
    }
    return answer;
  }

  private Bundle batch(List<BundleEntryComponent> entries, PreferReturnEnum wanted) {
    Bundle answer = new Bundle().setType(BundleType.BATCHRESPONSE);
    entries.forEach(entry -> answer.addEntry(alone(entry, wanted)));
    return answer;
  }

  private BundleEntryComponent alone(BundleEntryComponent entry, PreferReturnEnum wanted) {
    try {
      return BundleEntries.isRead(entry)
          ? reads.read(entry)
          : responses.of(writes.execute(BundleEntries.write(entry)), wanted);
    } catch (BaseServerResponseException e) {
      return responses.of(
          e.getStatusCode(),
          (OperationOutcome) e.getOperationOutcome(),
          String.valueOf(e.getMessage()));
    } catch (DataFormatException e) {
      return responses.of(400, null, String.valueOf(e.getMessage()));
    }
  }
}

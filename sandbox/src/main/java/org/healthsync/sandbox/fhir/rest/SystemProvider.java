package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.Since;
import ca.uhn.fhir.rest.annotation.Transaction;
import ca.uhn.fhir.rest.annotation.TransactionParam;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Date;
import java.util.function.BiConsumer;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.r5.model.Bundle;
import org.jspecify.annotations.Nullable;

/** The interactions of the whole system. HAPI calls it by its annotations. */
public final class SystemProvider {

  private final Reads reads;
  private final BundleProcessor processor;
  private final BiConsumer<String, Integer> received;

  /**
   * Serves these reads and bundles.
   *
   * @param received told the type and number of entries of every bundle
   */
  SystemProvider(Reads reads, BundleProcessor processor, BiConsumer<String, Integer> received) {
    this.reads = reads;
    this.processor = processor;
    this.received = received;
  }

  @History
  public IBundleProvider history(@Since @Nullable Date since) {
    return reads.history(since);
  }

  /** Transactions and batches. Without a preference the answer leaves the resources out. */
  @Transaction
  public IBaseBundle process(@TransactionParam IBaseBundle bundle, RequestDetails request) {
    Bundle posted = (Bundle) bundle;
    received.accept(
        posted.hasType() ? posted.getType().toCode() : "none", posted.getEntry().size());
    String prefer = request.getHeader(Constants.HEADER_PREFER);
    boolean representation = prefer != null && prefer.contains("return=representation");
    return processor.process(
        posted, representation ? PreferReturnEnum.REPRESENTATION : PreferReturnEnum.MINIMAL);
  }
}

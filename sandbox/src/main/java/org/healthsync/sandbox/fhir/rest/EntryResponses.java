package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.api.PreferReturnEnum;
import java.util.Date;
import org.healthsync.sandbox.fhir.store.Committed.Effect;
import org.healthsync.sandbox.fhir.store.StoredVersion;
import org.hl7.fhir.r5.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r5.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r5.model.OperationOutcome;
import org.hl7.fhir.r5.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r5.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/** The entries of a transaction's or batch's answer. */
final class EntryResponses {

  private final ResourceCodec codec = new ResourceCodec();

  /** Resources are shown only to who asks for them. */
  BundleEntryComponent of(WriteOutcome outcome, PreferReturnEnum wanted) {
    BundleEntryComponent entry = new BundleEntryComponent();
    StoredVersion version = outcome.version();
    BundleEntryResponseComponent response = entry.getResponse();
    if (version == null || version.deleted()) {
      response.setStatus("204 No Content");
    } else {
      response.setStatus(outcome.effect() == Effect.CREATED ? "201 Created" : "200 OK");
    }
    if (version != null) {
      response
          .setLocation(codec.id(version).getValue())
          .setEtag("W/\"" + version.version() + "\"")
          .setLastModified(Date.from(version.lastUpdated()));
    }
    if (version != null && !version.deleted() && wanted == PreferReturnEnum.REPRESENTATION) {
      entry.setResource(codec.decode(version));
    }
    return entry;
  }

  /** An entry of a batch that failed. */
  BundleEntryComponent of(int status, @Nullable OperationOutcome outcome, String reason) {
    OperationOutcome shown = outcome == null ? new OperationOutcome() : outcome;
    if (!shown.hasIssue()) {
      shown
          .addIssue()
          .setSeverity(IssueSeverity.ERROR)
          .setCode(IssueType.PROCESSING)
          .setDiagnostics(reason);
    }
    BundleEntryComponent entry = new BundleEntryComponent();
    entry.getResponse().setStatus(Integer.toString(status)).setOutcome(shown);
    return entry;
  }
}

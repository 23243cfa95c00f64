package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.sandbox.fhir.store.Draft;
import org.healthsync.sandbox.fhir.store.Labels;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.healthsync.sandbox.fhir.store.SearchIndex;
import org.hl7.fhir.r5.model.OperationOutcome;
import org.hl7.fhir.r5.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r5.model.OperationOutcome.IssueType;
import org.hl7.fhir.r5.model.Resource;

/** Turns a parsed resource into a draft, or refuses it. Thread-safe. */
final class Intake {

  private final StructureCheck structure = new StructureCheck();
  private final ResourceCodec codec = new ResourceCodec();
  private final Indexing indexing;
  private final References references;
  private final List<ResourceCheck> checks;
  private final boolean checkStructure;

  Intake(
      Indexing indexing,
      References references,
      boolean checkStructure,
      List<ResourceCheck> checks) {
    this.indexing = indexing;
    this.references = references;
    this.checkStructure = checkStructure;
    this.checks = List.copyOf(checks);
  }

  /**
   * Checks a resource and makes it ready to be stored.
   *
   * @param resource is used up: its id and meta are removed, its references settled
   * @param bundled keys of the other entries of its bundle by their full URLs
   * @throws UnprocessableEntityException with an OperationOutcome that says all that is wrong
   */
  Draft draft(ResourceKey key, Resource resource, Map<String, ResourceKey> bundled) {
    Anatomy anatomy = Anatomy.of(resource);
    List<Issue> issues = new ArrayList<>(checkStructure ? structure.check(anatomy) : List.of());
    checks.forEach(check -> issues.addAll(check.check(key, resource)));
    if (!issues.isEmpty()) {
      throw refusal(key, issues);
    }
    Set<ResourceKey> targets = references.settle(anatomy, bundled);
    Labels labels = Labels.of(resource.getMeta());
    SearchIndex index = indexing.index(resource);
    return new Draft(key, codec.encode(resource), labels, index, targets);
  }

  private static UnprocessableEntityException refusal(ResourceKey key, List<Issue> issues) {
    OperationOutcome outcome = new OperationOutcome();
    for (Issue issue : issues) {
      outcome
          .addIssue()
          .setSeverity(IssueSeverity.ERROR)
          .setCode(IssueType.INVALID)
          .setDiagnostics(key + ": " + issue.path() + " " + issue.reason())
          .addExpression(issue.path());
    }
    return new UnprocessableEntityException(outcome.getIssueFirstRep().getDiagnostics(), outcome);
  }
}

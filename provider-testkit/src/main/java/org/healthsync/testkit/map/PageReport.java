package org.healthsync.testkit.map;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.healthsync.map.MappedPage;
import org.healthsync.map.ReadingJson;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirRenderer.RenderedPage;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.Rendered;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.validate.Issue;
import org.healthsync.validate.ResourceValidator;
import org.healthsync.validate.Verdict;

/** Prints what a page became: results as lines of JSON, all else as text. */
final class PageReport {

  private final PrintStream results;
  private final PrintStream remarks;
  private boolean complete = true;

  PageReport(PrintStream results, PrintStream remarks) {
    this.results = results;
    this.remarks = remarks;
  }

  /** Whether everything so far was mapped and is valid. */
  boolean isComplete() {
    return complete;
  }

  /** What the mapping said besides readings. */
  void remarks(MappedPage page) {
    page.problems().forEach(this::problem);
    skipped(page.skipped());
  }

  void readings(List<Reading> readings) {
    readings.forEach(reading -> results.println(ReadingJson.text(reading)));
  }

  /** Readings as FHIR. */
  RenderedPage resources(FhirRenderer renderer, ResourceContext context, List<Reading> readings) {
    RenderedPage page = renderer.renderPage(context, readings);
    page.resources().forEach(resource -> results.println(resource.json()));
    for (Rendered.Deleted gone : page.deleted()) {
      remarks.printf(
          "deleted %s/%s (%s %s)%n",
          gone.resourceType(), gone.id(), gone.readingType(), gone.sourceKey());
    }
    page.problems().forEach(this::problem);
    skipped(page.skipped());
    return page;
  }

  /** What the full validator says about each resource. */
  void verdicts(ResourceValidator validator, List<FhirResource> resources) {
    for (FhirResource resource : resources) {
      Verdict verdict = validator.validateFully(resource.json());
      verdict.issues().stream()
          .filter(issue -> issue.severity() != Issue.Severity.INFORMATION)
          .forEach(issue -> issue(resource, issue));
      complete &= verdict.valid();
    }
  }

  private void issue(FhirResource resource, Issue issue) {
    remarks.printf(
        "%s %s at %s: %s%n",
        issue.severity().name().toLowerCase(Locale.ROOT),
        resource,
        issue.location(),
        issue.message());
  }

  /** A part of the page that did not become a result. */
  void problem(MappingProblem problem) {
    complete = false;
    String pointer = problem.pointer().isEmpty() ? "" : " at " + problem.pointer();
    String type = problem.type() == null ? "" : problem.type();
    String key = problem.sourceKey() == null ? "" : " " + problem.sourceKey();
    String what = type.isEmpty() ? "" : " (" + type + key + ")";
    remarks.println("problem " + problem.code() + pointer + what + ": " + problem.message());
  }

  private void skipped(Map<String, Integer> skipped) {
    new TreeMap<>(skipped)
        .forEach((name, count) -> remarks.println("skipped " + name + " " + count));
  }
}

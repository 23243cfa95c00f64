package org.healthsync.sync;

import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.healthsync.map.MappedPage;
import org.healthsync.map.ReadingJson;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.validate.Issue;
import org.healthsync.validate.Verdict;

/** What one mapping makes of one page, without any trace. */
final class PreviewedPage {

  private final List<Reading> readings = new ArrayList<>();
  private final Map<String, FhirResource> resources = new LinkedHashMap<>();
  private final List<PreviewView.Problem> problems = new ArrayList<>();
  private final Map<String, Integer> skipped = new TreeMap<>();

  private PreviewedPage() {}

  static PreviewedPage of(PageMapping mapping, ResourceContext context, RawPage raw) {
    PreviewedPage page = new PreviewedPage();
    try {
      page.make(mapping, context, mapping.mapper().map(raw));
    } catch (ProviderException e) {
      page.problems.add(
          new PreviewView.Problem("MAP", e.code().name(), "", "cannot be read", null, null));
    }
    return page;
  }

  private void make(PageMapping mapping, ResourceContext context, MappedPage mapped) {
    FhirRenderer.RenderedPage rendered =
        mapping.table().renderer().renderPage(context, mapped.readings());
    readings.addAll(mapped.readings());
    mapped.problems().forEach(this::problem);
    rendered.problems().forEach(this::problem);
    skipped.putAll(mapped.skipped());
    rendered.skipped().forEach((type, count) -> skipped.merge(type, count, Integer::sum));
    for (FhirResource resource : rendered.resources()) {
      resources.put(resource.reference(), resource);
      Verdict verdict = mapping.table().validator().validate(resource.json());
      if (!verdict.valid()) {
        problems.add(invalid(resource, verdict));
      }
    }
  }

  private void problem(MappingProblem problem) {
    problems.add(
        new PreviewView.Problem(
            "MAP",
            problem.code(),
            problem.pointer(),
            problem.message(),
            problem.type(),
            problem.sourceKey()));
  }

  private static PreviewView.Problem invalid(FhirResource resource, Verdict verdict) {
    return new PreviewView.Problem(
        "VALIDATE",
        "invalid-resource",
        resource.reference(),
        verdict.issues().stream()
            .filter(issue -> issue.severity().compareTo(Issue.Severity.WARNING) < 0)
            .map(issue -> issue.location() + ": " + issue.message())
            .collect(Collectors.joining("; ")),
        resource.readingType(),
        resource.sourceKey());
  }

  /** As the API shows it, with the difference to {@code active}. */
  PreviewView view(PreviewedPage active) {
    return new PreviewView(
        readings.stream().map(reading -> new RawValue(ReadingJson.text(reading))).toList(),
        resources.values().stream().map(resource -> new RawValue(resource.json())).toList(),
        List.copyOf(problems),
        skipped,
        problems.isEmpty(),
        difference(active));
  }

  private List<PreviewView.Difference> difference(PreviewedPage active) {
    Map<String, FhirResource> before = new HashMap<>(active.resources);
    List<PreviewView.Difference> differences = new ArrayList<>();
    for (FhirResource after : resources.values()) {
      FhirResource same = before.remove(after.reference());
      if (same == null) {
        differences.add(difference(after, "added", List.of()));
      } else if (!same.json().equals(after.json())) {
        List<String> changes = JsonDifference.of(same.json(), after.json());
        differences.add(difference(after, "changed", changes));
      }
    }
    active.resources.values().stream()
        .filter(resource -> before.containsKey(resource.reference()))
        .forEach(resource -> differences.add(difference(resource, "removed", List.of())));
    return differences;
  }

  private static PreviewView.Difference difference(
      FhirResource resource, String kind, List<String> changes) {
    return new PreviewView.Difference(resource.reference(), resource.readingType(), kind, changes);
  }

  /** The preview of a mapping that is broken. */
  static PreviewedPage nothing() {
    return new PreviewedPage();
  }
}

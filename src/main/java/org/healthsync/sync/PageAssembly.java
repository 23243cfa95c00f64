package org.healthsync.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.ledger.Deletion;
import org.healthsync.ledger.LedgerEntry;
import org.healthsync.ledger.QuarantineEntry;
import org.healthsync.map.MappedPage;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.override.Table;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.Stage;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.validate.Issue;
import org.healthsync.validate.ResourceValidator;
import org.healthsync.validate.Verdict;
import org.jspecify.annotations.Nullable;

/** Readings become resources, and resources that are not valid become quarantine. */
final class PageAssembly {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Sealer sealer;

  /** Seals what it puts into quarantine with {@code sealer}. */
  PageAssembly(Sealer sealer) {
    this.sealer = sealer;
  }

  /** Where the way of a resource to the FHIR server begins, for the lag. */
  enum Start {
    /** When the provider last changed it. */
    CHANGED,
    /** When the page was fetched: it is read as history. */
    FETCHED,
    /** Nowhere: the page comes from the archive. */
    NOWHERE
  }

  /**
   * What a page became.
   *
   * @param entries valid resources, devices before what refers to them
   * @param deletions what the provider says is gone
   * @param quarantine what could not go on
   * @param skipped how many readings the FHIR table leaves out, by type
   */
  record Assembled(
      List<LedgerEntry> entries,
      List<Deletion> deletions,
      List<QuarantineEntry> quarantine,
      Map<String, Integer> skipped) {}

  /**
   * Renders and validates.
   *
   * @param table the table of reading types
   */
  Assembled assemble(
      Table table, ResourceContext context, RawPage raw, MappedPage page, Start start) {
    List<QuarantineEntry> quarantine = new ArrayList<>();
    Extracts extracts = new Extracts(raw);
    MeasuredTimes times = MeasuredTimes.of(page.readings());
    page.problems().forEach(problem -> quarantine.add(mapped(problem, extracts, times)));
    Verdicts verdicts = new Verdicts(table.validator());
    FhirRenderer.RenderedPage rendered =
        table.renderer().renderPage(context, page.readings(), made -> verdicts.of(made).valid());
    rendered.problems().forEach(problem -> quarantine.add(mapped(problem, extracts, times)));
    Map<String, Instant> sources = start == Start.CHANGED ? modified(page.readings()) : Map.of();
    List<LedgerEntry> entries = new ArrayList<>();
    for (FhirResource resource : rendered.resources()) {
      Verdict verdict = verdicts.of(resource);
      if (verdict.valid()) {
        Instant source =
            sources.getOrDefault(
                resource.readingType() + "/" + resource.sourceKey(), raw.fetchedAt());
        entries.add(entry(resource, start == Start.NOWHERE ? null : source));
      } else {
        quarantine.add(invalid(resource, verdict));
      }
    }
    List<Deletion> deletions =
        rendered.deleted().stream()
            .map(gone -> new Deletion(gone.readingType(), gone.sourceKey()))
            .toList();
    return new Assembled(entries, deletions, quarantine, rendered.skipped());
  }

  /** A resource as the ledger takes it. */
  static LedgerEntry entry(FhirResource resource, @Nullable Instant sourceAt) {
    return new LedgerEntry(
        resource.resourceType(),
        resource.id(),
        resource.readingType(),
        resource.sourceKey(),
        resource.contentHashBytes(),
        resource.preliminary(),
        resource.measuredAt(),
        sourceAt,
        () -> resource.json().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Instant> modified(List<Reading> readings) {
    Map<String, Instant> times = new HashMap<>();
    readings.forEach(
        reading -> {
          Instant modified = reading.header().modified();
          if (modified != null) {
            times.put(reading.header().type() + "/" + reading.header().sourceKey(), modified);
          }
        });
    return times;
  }

  private QuarantineEntry mapped(MappingProblem problem, Extracts extracts, MeasuredTimes times) {
    return new QuarantineEntry(
        Stage.MAP,
        problem.code(),
        problem.type(),
        problem.sourceKey(),
        problem.pointer(),
        problem.message(),
        extracts.sealed(problem.pointer()),
        times.of(problem));
  }

  // what the validator says may quote the value: the codes stay, the text goes under seal
  private QuarantineEntry invalid(FhirResource resource, Verdict verdict) {
    String where =
        verdict.issues().stream()
            .filter(issue -> issue.severity().compareTo(Issue.Severity.WARNING) < 0)
            .map(Issue::location)
            .distinct()
            .limit(5)
            .toList()
            .toString();
    String sealed = verdict.issues() + "\n" + resource.json();
    return new QuarantineEntry(
        Stage.VALIDATE,
        "invalid-resource",
        resource.readingType(),
        resource.sourceKey(),
        null,
        "not valid FHIR R5 at " + where,
        sealer.seal(sealed.getBytes(StandardCharsets.UTF_8), "quarantine"),
        resource.measuredAt());
  }

  /** Judges each resource of a page once. */
  private static final class Verdicts {
    private final ResourceValidator validator;
    private final IdentityHashMap<FhirResource, Verdict> known = new IdentityHashMap<>();

    Verdicts(ResourceValidator validator) {
      this.validator = validator;
    }

    Verdict of(FhirResource resource) {
      return known.computeIfAbsent(resource, made -> validator.validate(made.json()));
    }
  }

  /** Cuts the parts at fault out of a page; parses it only when there is one. */
  private final class Extracts {
    private final RawPage raw;
    private @Nullable JsonNode root;

    Extracts(RawPage raw) {
      this.raw = raw;
    }

    byte @Nullable [] sealed(String pointer) {
      try {
        if (root == null) {
          root = JSON.readTree(raw.payload().toByteArray());
        }
        JsonNode part = nearest(root, pointer);
        return part.isMissingNode()
            ? null
            : sealer.seal(part.toString().getBytes(StandardCharsets.UTF_8), "quarantine");
      } catch (IOException | IllegalArgumentException e) {
        return null; // a page that another parser took but this one does not has no extract
      }
    }

    /** What is missing is told by the part that lacks it; the page as a whole is no part. */
    private static JsonNode nearest(JsonNode page, String pointer) {
      String path = pointer;
      while (path.indexOf('/', 1) > 0 && page.at(path).isMissingNode()) {
        path = path.substring(0, path.lastIndexOf('/'));
      }
      return page.at(path);
    }
  }
}

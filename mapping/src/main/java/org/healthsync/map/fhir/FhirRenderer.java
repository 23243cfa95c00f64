package org.healthsync.map.fhir;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.healthsync.map.fhir.Rendered.Deleted;
import org.healthsync.map.fhir.Rendered.Problem;
import org.healthsync.map.fhir.Rendered.Resources;
import org.healthsync.map.fhir.Rendered.Skipped;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;

/**
 * Step two of the mapping: a reading becomes FHIR R5 by its row of the table. Pure and thread-safe;
 * the same reading gives the same text, id and hash on every machine.
 */
public final class FhirRenderer {

  private static final String OBSERVATION = "Observation";

  private final FhirMapping mapping;
  private final Units units = new Units();

  /**
   * Renders by a table.
   *
   * @param mapping the table
   */
  public FhirRenderer(FhirMapping mapping) {
    this.mapping = mapping;
  }

  /** The table that is used. */
  public FhirMapping mapping() {
    return mapping;
  }

  /**
   * Renders one reading; never throws for what is in it.
   *
   * @param context whose it is
   * @param reading what was measured
   */
  public Rendered render(ResourceContext context, Reading reading) {
    Header header = reading.header();
    UUID id = ResourceIds.of(context, header.type(), header.sourceKey());
    if (reading instanceof Reading.Deletion) {
      return new Deleted(OBSERVATION, id, header.type(), header.sourceKey());
    }
    if (mapping.dropped().contains(header.type())) {
      return new Skipped(header.type());
    }
    try {
      List<FhirResource> resources = new ArrayList<>();
      DeviceOfOrigin device = header.device();
      FhirResource observation = observation(context, reading, id);
      if (device != null) {
        resources.add(new DeviceWriter(context).instrument(device));
      }
      resources.add(observation);
      return new Resources(resources);
    } catch (UnrenderableException e) {
      return new Problem(
          new MappingProblem(e.code(), "", e.reason(), header.type(), header.sourceKey()));
    }
  }

  /**
   * Renders all readings of a page. A resource that several readings give, as their Device, is in
   * the result once; of two with one identity the later content counts.
   *
   * @param context whose they are
   * @param readings in the order of the page
   */
  public RenderedPage renderPage(ResourceContext context, List<Reading> readings) {
    Map<UUID, FhirResource> resources = new LinkedHashMap<>();
    Map<UUID, Deleted> deleted = new LinkedHashMap<>();
    List<MappingProblem> problems = new ArrayList<>();
    Map<String, Integer> skipped = new TreeMap<>();
    for (Reading reading : readings) {
      Rendered rendered = render(context, reading);
      if (rendered instanceof Resources made) {
        for (FhirResource resource : made.resources()) {
          resources.put(resource.id(), resource);
          deleted.remove(resource.id());
        }
      } else if (rendered instanceof Deleted gone) {
        resources.remove(gone.id());
        deleted.put(gone.id(), gone);
      } else if (rendered instanceof Problem problem) {
        problems.add(problem.problem());
      } else if (rendered instanceof Skipped left) {
        skipped.merge(left.readingType(), 1, Integer::sum);
      }
    }
    return new RenderedPage(
        List.copyOf(resources.values()),
        List.copyOf(deleted.values()),
        List.copyOf(problems),
        Map.copyOf(skipped));
  }

  /**
   * What became of a page.
   *
   * @param resources Devices before the Observations that refer to them; no id twice
   * @param deleted what the provider withdrew
   * @param problems for quarantine
   * @param skipped how many readings the table leaves out, by type
   */
  public record RenderedPage(
      List<FhirResource> resources,
      List<Deleted> deleted,
      List<MappingProblem> problems,
      Map<String, Integer> skipped) {}

  private FhirResource observation(ResourceContext context, Reading reading, UUID id) {
    Header header = reading.header();
    Row row =
        mapping
            .row(header.type())
            .orElseThrow(
                () -> new UnrenderableException("unmapped-type", "no row for the reading type"));
    String content =
        new ObservationWriter(context, mapping.terminology(), units).content(reading, row);
    // The vital-signs invariant vs-1 rejects every period, so only an instant claims a profile.
    String profile = header.timing() instanceof Timing.At ? row.profile() : null;
    return Envelope.wrap(
        OBSERVATION,
        id,
        header.type(),
        header.sourceKey(),
        header.preliminary() ? "preliminary" : "final",
        profile,
        content,
        measuredAt(header),
        header.preliminary());
  }

  private static Instant measuredAt(Header header) {
    String day = header.qualifiers().get("local-day");
    if (day != null) {
      try {
        return midnight(LocalDate.parse(day));
      } catch (DateTimeParseException e) {
        throw new UnrenderableException("bad-timing", "local-day is not a date");
      }
    }
    Timing timing = header.timing();
    if (timing instanceof Timing.At at) {
      return at.moment().instant();
    }
    if (timing instanceof Timing.Between between) {
      return between.start().instant();
    }
    return midnight(((Timing.OnDay) timing).day());
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}

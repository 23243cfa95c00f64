package org.healthsync.map.fhir;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsync.map.fhir.Row.Form;
import org.healthsync.map.fhir.Row.Resource;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/** Makes the resources of one account's readings. One thread. */
final class ReadingRenderer {

  private final ResourceContext context;
  private final FhirMapping mapping;
  private final Pieces pieces;
  private final DeviceWriter devices;
  private final Map<Resource, ContentWriter> writers;

  ReadingRenderer(ResourceContext context, FhirMapping mapping, Units units) {
    OwnTerminology terminology = mapping.terminology();
    this.context = context;
    this.mapping = mapping;
    this.devices = new DeviceWriter(context);
    this.pieces = new Pieces(context, new SampleGrid(terminology, units));
    this.writers =
        Map.of(
            Resource.OBSERVATION, new ObservationWriter(context, terminology, units),
            Resource.MEDICATION_ADMINISTRATION, new MedicationWriter(context, terminology, units),
            Resource.NUTRITION_INTAKE, new NutritionWriter(context, terminology, units),
            Resource.DOCUMENT_REFERENCE, new DocumentWriter(context, terminology));
  }

  /** The Device when the reading names one, then what the reading became. */
  List<FhirResource> resources(Reading reading, PageMembers members) {
    Header header = reading.header();
    Row row = byUnit(row(header), reading);
    if (!row.times().forms().contains(form(header.timing()))) {
      throw new UnrenderableException("bad-timing", "the type takes no time of this form");
    }
    List<FhirResource> resources = new ArrayList<>();
    DeviceOfOrigin device = header.device();
    if (device != null) {
      resources.add(devices.instrument(device));
    }
    for (Piece piece : pieces.of(reading, row, members.of(header, row))) {
      resources.add(resource(piece));
    }
    return resources;
  }

  private Row row(Header header) {
    return mapping
        .row(header.type())
        .orElseThrow(
            () -> new UnrenderableException("unmapped-type", "no row for the reading type"));
  }

  /** Where the unit decides on the code: a mass concentration is another code than a molar one. */
  private static Row byUnit(Row row, Reading reading) {
    if (row.byUnit().isEmpty()) {
      return row;
    }
    String unit = unit(reading, row.structure().main());
    Row chosen = unit == null ? row : row.byUnit().get(unit);
    if (chosen == null) {
      throw new UnrenderableException("bad-unit", "the type has no code for the unit");
    }
    return chosen;
  }

  private static @Nullable String unit(Reading reading, @Nullable String main) {
    if (reading instanceof Reading.Scalar scalar) {
      return scalar.value().unit();
    }
    if (reading instanceof Reading.Series series) {
      return series.unit();
    }
    if (reading instanceof Reading.Panel panel) {
      for (Component component : panel.components()) {
        if (component.type().equals(main) && component.value() instanceof Value.Quantity number) {
          return number.unit();
        }
      }
    }
    return null;
  }

  private static Form form(Timing timing) {
    if (timing instanceof Timing.At) {
      return Form.INSTANT;
    }
    return timing instanceof Timing.Between ? Form.PERIOD : Form.DAY;
  }

  private FhirResource resource(Piece piece) {
    Row row = piece.row();
    Header header = piece.reading().header();
    ContentWriter writer = writers.get(row.resource());
    if (writer == null) {
      throw new IllegalStateException("no writer for " + row.resource());
    }
    boolean growing = header.preliminary() && row.resource() == Resource.OBSERVATION;
    return Envelope.wrap(
        row.resource().fhirType(),
        piece.id(context),
        header.type(),
        header.sourceKey(),
        growing ? "preliminary" : row.resource().status(),
        EffectiveWriter.isDateTime(header.timing(), row.times().day())
            ? row.about().profile()
            : null,
        writer.content(piece),
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

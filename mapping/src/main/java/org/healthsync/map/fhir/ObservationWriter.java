package org.healthsync.map.fhir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.map.fhir.Row.ComponentRow;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.map.fhir.ValueWriter.Prepared;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.jspecify.annotations.Nullable;

/** Writes Observations. */
final class ObservationWriter implements ContentWriter {

  private final ResourceContext context;
  private final ReadingHead head;
  private final EffectiveWriter effective;
  private final DeviceWriter devices;
  private final Coder coder;
  private final ValueWriter values;
  private final SampleGrid grid;

  ObservationWriter(ResourceContext context, OwnTerminology terminology, Units units) {
    this.context = context;
    this.head = new ReadingHead(context);
    this.effective = new EffectiveWriter(context);
    this.devices = new DeviceWriter(context);
    this.coder = new Coder(terminology, context);
    this.values = new ValueWriter(units, coder);
    this.grid = new SampleGrid(terminology, units);
  }

  @Override
  public String content(Piece piece) {
    Reading reading = piece.reading();
    Row row = piece.row();
    Header header = reading.header();
    Part.Parts parts = Part.split(reading, row, grid);
    Prepared value = value(parts.main(), row, piece.links());
    Map<ComponentRow, Prepared> components = components(values, parts.components(), row);
    String site = header.qualifiers().get("body-site");
    if (row.about().bodySiteRequired() && site == null) {
      throw new UnrenderableException("missing-component", "the type needs a body site");
    }

    CanonicalJson json = new CanonicalJson();
    boolean implausible =
        (value != null && value.implausible())
            || components.values().stream().anyMatch(Prepared::implausible);
    head.write(json, header, piece.key(), implausible);
    String category = String.valueOf(row.about().category());
    json.array("category").object().array("coding");
    json.coding(Vocabularies.CATEGORY, category, null).endArray().end().endArray();
    coder.code(json, row.about().codes(), techniqueCodes(header, row), row.about().name());
    json.reference("subject", context.patient());
    effective.write(json, "effective", header.timing(), row.times().day());
    json.references("performer", List.of(context.patient()));
    if (value != null) {
      value.write(json);
      interpretation(json, value.comparator());
    }
    origin(json, header, site);
    json.references("hasMember", piece.links().members());
    json.references("derivedFrom", piece.links().derivedFrom());
    write(json, components, header);
    return json.finish();
  }

  private @Nullable Prepared value(@Nullable Part main, Row row, Piece.Links links) {
    ValueRule rule = row.value();
    if (main == null) {
      if (rule != null && row.components().isEmpty() && links.members().isEmpty()) {
        throw new UnrenderableException("wrong-shape", "the type needs a value of its own");
      }
      return null;
    }
    if (rule == null) {
      throw new UnrenderableException("wrong-shape", "the type has components only");
    }
    return values.prepare(main, rule);
  }

  /** In the order of the table, so that the text does not depend on the provider's order. */
  static Map<ComponentRow, Prepared> components(
      ValueWriter values, Map<String, Part> parts, Row row) {
    Map<ComponentRow, Prepared> prepared = new LinkedHashMap<>();
    for (ComponentRow component : row.components().values()) {
      Part part = parts.get(component.type());
      if (part != null || component.required()) {
        prepared.put(component, values.prepare(part, component.value()));
      }
    }
    for (String type : parts.keySet()) {
      if (!row.components().containsKey(type)) {
        throw new UnrenderableException("unmapped-type", "no row for a component of the type");
      }
    }
    return prepared;
  }

  private static List<CodeRef> techniqueCodes(Header header, Row row) {
    String technique = header.qualifiers().get("technique");
    return technique == null
        ? List.of()
        : row.about().techniques().getOrDefault(technique, List.of());
  }

  /** Off the sensor's scale, said once more where people look for it. */
  private static void interpretation(CanonicalJson json, @Nullable String comparator) {
    if (comparator != null) {
      json.array("interpretation").object().array("coding");
      json.coding(Vocabularies.INTERPRETATION, comparator, null).endArray().end().endArray();
    }
  }

  /** Where on the body, how and with what. */
  private void origin(CanonicalJson json, Header header, @Nullable String site) {
    if (site != null) {
      coder.ownConcept(json, "bodySite", OwnTerminology.BODY_SITES, site);
    }
    String technique = header.qualifiers().get("technique");
    if (technique != null) {
      coder.ownConcept(json, "method", OwnTerminology.TECHNIQUES, technique);
    }
    if (header.device() != null) {
      json.reference("device", devices.reference(header.device()));
    }
  }

  private void write(CanonicalJson json, Map<ComponentRow, Prepared> components, Header header) {
    if (components.isEmpty()) {
      return;
    }
    ZoneRange ranges = new ZoneRange(coder.names(), header);
    json.array("component");
    components.forEach(
        (row, value) -> {
          json.object();
          ranges.write(json, row);
          coder.code(json, row.codes(), List.of(), row.name());
          value.write(json);
          json.end();
        });
    json.endArray();
  }
}

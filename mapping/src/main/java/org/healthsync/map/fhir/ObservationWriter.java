package org.healthsync.map.fhir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.map.fhir.Row.ComponentRow;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.map.fhir.ValueWriter.Prepared;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.jspecify.annotations.Nullable;

/** Writes the content of an Observation: all that its hash covers. */
final class ObservationWriter {

  private final ResourceContext context;
  private final OwnTerminology terminology;
  private final Coder coder;
  private final ValueWriter values;

  ObservationWriter(ResourceContext context, OwnTerminology terminology, Units units) {
    this.context = context;
    this.terminology = terminology;
    this.coder = new Coder(terminology, context);
    this.values = new ValueWriter(units, coder);
  }

  String content(Reading reading, Row row) {
    Header header = reading.header();
    Part.Parts parts = Part.split(reading, row, new SampleGrid(terminology));
    Prepared value = value(parts.main(), row);
    Map<ComponentRow, Prepared> components = components(parts.components(), row);
    String site = header.qualifiers().get("body-site");
    if (row.bodySiteRequired() && site == null) {
      throw new UnrenderableException("missing-component", "the type needs a body site");
    }

    CanonicalJson json = new CanonicalJson();
    boolean implausible =
        (value != null && value.implausible())
            || components.values().stream().anyMatch(Prepared::implausible);
    extensions(json, header, implausible);
    identifier(json, header);
    json.array("category").object().array("coding");
    json.coding(Vocabularies.CATEGORY, row.category(), null).endArray().end().endArray();
    coder.code(json, row.codes(), techniqueCodes(header, row), row.name());
    json.reference("subject", context.patient());
    new EffectiveWriter(context).write(json, header.timing(), row.day());
    json.array("performer").object().string("reference", context.patient()).end().endArray();
    if (value != null) {
      value.write(json);
    }
    origin(json, header, site);
    write(json, components);
    return json.finish();
  }

  private @Nullable Prepared value(@Nullable Part main, Row row) {
    ValueRule rule = row.value();
    if (main == null) {
      if (rule != null && row.components().isEmpty()) {
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
  private Map<ComponentRow, Prepared> components(Map<String, Part> parts, Row row) {
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

  private void extensions(CanonicalJson json, Header header, boolean implausible) {
    OwnNames names = coder.names();
    json.array("extension");
    json.codeExtension(
        names.extension(OwnTerminology.RECORDING_METHODS),
        header.method().name().toLowerCase(Locale.ROOT));
    if (implausible) {
      json.codeExtension(names.extension(OwnTerminology.DATA_QUALITY), "implausible");
    }
    if ("ambiguous".equals(header.qualifiers().get("attribution"))) {
      json.codeExtension(names.extension(OwnTerminology.DATA_QUALITY), "ambiguous-person");
    }
    json.endArray();
  }

  private void identifier(CanonicalJson json, Header header) {
    json.array("identifier").object();
    json.string("system", coder.names().identifiers(context.provider(), header.type()));
    json.string("value", ResourceIds.accountHash(context) + "/" + header.sourceKey());
    json.end().endArray();
  }

  private static List<CodeRef> techniqueCodes(Header header, Row row) {
    String technique = header.qualifiers().get("technique");
    return technique == null ? List.of() : row.techniques().getOrDefault(technique, List.of());
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
      json.reference("device", "Device/" + DeviceWriter.id(context, header.device()));
    }
  }

  private void write(CanonicalJson json, Map<ComponentRow, Prepared> components) {
    if (components.isEmpty()) {
      return;
    }
    json.array("component");
    components.forEach(
        (row, value) -> {
          json.object();
          coder.code(json, row.codes(), List.of(), row.name());
          value.write(json);
          json.end();
        });
    json.endArray();
  }
}

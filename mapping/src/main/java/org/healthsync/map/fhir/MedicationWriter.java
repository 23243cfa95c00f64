package org.healthsync.map.fhir;

import java.util.List;
import org.healthsync.map.fhir.Row.Kind;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.map.fhir.ValueWriter.Prepared;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;

/** Writes MedicationAdministrations: doses that were given, by the person's own hand or pump. */
final class MedicationWriter implements ContentWriter {

  private final ResourceContext context;
  private final ReadingHead head;
  private final EffectiveWriter effective;
  private final DeviceWriter devices;
  private final Coder coder;
  private final ValueWriter values;

  MedicationWriter(ResourceContext context, OwnTerminology terminology, Units units) {
    this.context = context;
    this.head = new ReadingHead(context);
    this.effective = new EffectiveWriter(context);
    this.devices = new DeviceWriter(context);
    this.coder = new Coder(terminology, context);
    this.values = new ValueWriter(units, coder);
  }

  @Override
  public String content(Piece piece) {
    Row row = piece.row();
    ValueRule rule = row.value();
    if (!(piece.reading() instanceof Reading.Scalar scalar) || rule == null) {
      throw new UnrenderableException("wrong-shape", "a dose is a single quantity");
    }
    Header header = scalar.header();
    Prepared dose = values.prepare(Part.of(scalar.value()), rule);
    CanonicalJson json = new CanonicalJson();
    head.write(json, header, piece.key(), dose.implausible());
    json.object("medication");
    coder.concept(json, "concept", row.about().codes(), List.of(), row.about().name());
    json.end().reference("subject", context.patient());
    // R5 spells the element with one r
    effective.write(json, "occurence", header.timing(), row.times().day());
    json.array("performer").object().object("actor").reference("reference", context.patient());
    json.end().end().endArray();
    if (header.device() != null) {
      String device = devices.reference(header.device());
      json.array("device").object().reference("reference", device).end().endArray();
    }
    json.object("dosage");
    dose.quantity(json, rule.kind() == Kind.RATE ? "rateQuantity" : "dose");
    return json.end().finish();
  }
}

package org.healthsync.map.fhir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.map.fhir.Row.ComponentRow;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.map.fhir.ValueWriter.Prepared;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/**
 * Writes NutritionIntakes: what was eaten or drunk, its amount (the row's {@code main} component)
 * and its nutrients (all others).
 */
final class NutritionWriter implements ContentWriter {

  private final ResourceContext context;
  private final ReadingHead head;
  private final EffectiveWriter effective;
  private final Coder coder;
  private final ValueWriter values;

  NutritionWriter(ResourceContext context, OwnTerminology terminology, Units units) {
    this.context = context;
    this.head = new ReadingHead(context);
    this.effective = new EffectiveWriter(context);
    this.coder = new Coder(terminology, context);
    this.values = new ValueWriter(units, coder);
  }

  @Override
  public String content(Piece piece) {
    Row row = piece.row();
    Header header = piece.reading().header();
    Map<ComponentRow, Prepared> nutrients =
        new LinkedHashMap<>(ObservationWriter.components(values, parts(piece.reading()), row));
    boolean implausible = nutrients.values().stream().anyMatch(Prepared::implausible);
    ComponentRow main = row.components().get(String.valueOf(row.structure().main()));
    Prepared amount = main == null ? null : nutrients.remove(main);

    CanonicalJson json = new CanonicalJson();
    head.write(json, header, piece.key(), implausible);
    coder.code(json, row.about().codes(), List.of(), row.about().name());
    json.reference("subject", context.patient());
    effective.write(json, "occurrence", header.timing(), row.times().day());
    consumed(json, piece.reading(), row, amount);
    if (!nutrients.isEmpty()) {
      json.array("ingredientLabel");
      nutrients.forEach((nutrient, value) -> label(json, nutrient, value));
      json.endArray();
    }
    json.reference("reportedReference", context.patient());
    return json.finish();
  }

  private static Map<String, Part> parts(Reading reading) {
    Map<String, Part> parts = new LinkedHashMap<>();
    if (reading instanceof Reading.Coded coded) {
      coded.components().forEach(part -> parts.put(part.type(), Part.of(part.value())));
    } else if (reading instanceof Reading.Panel panel) {
      panel.components().forEach(part -> parts.put(part.type(), Part.of(part.value())));
    } else {
      throw new UnrenderableException("wrong-shape", "food is a code or a panel of nutrients");
    }
    parts.values().removeIf(part -> part.value() instanceof Value.Absent);
    return parts;
  }

  private void consumed(CanonicalJson json, Reading reading, Row row, @Nullable Prepared amount) {
    json.array("consumedItem").object();
    json.object("type").string("text", "food").end().object("nutritionProduct");
    ValueRule rule = row.value();
    if (reading instanceof Reading.Coded coded && rule != null) {
      coder.value(json, "concept", coded.value(), rule.coding());
    } else {
      json.object("concept").string("text", row.about().name()).end();
    }
    json.end();
    if (amount != null) {
      amount.quantity(json, "amount");
    }
    json.end().endArray();
  }

  private void label(CanonicalJson json, ComponentRow nutrient, Prepared value) {
    json.object().object("nutrient");
    coder.concept(json, "concept", nutrient.codes(), List.of(), nutrient.name());
    json.end();
    value.quantity(json, "amount");
    json.end();
  }
}

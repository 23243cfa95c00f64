package org.healthsync.validate;

import static java.util.Map.entry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements whose values are not part of a shape, by path without array indices. What is not
 * listed here is part of the shape with its value: forgetting an element costs time, never a wrong
 * verdict.
 */
final class FreeElements {

  /** What our resources made of readings share. */
  private static final Map<String, FreeValue> READING =
      Map.of(
          "id", FreeValue.ID,
          "extension.valueCode", FreeValue.OWN_CODE,
          "identifier.system", FreeValue.NAMESPACE,
          "identifier.value", FreeValue.TEXT,
          "subject.reference", FreeValue.REFERENCE,
          "device.reference", FreeValue.REFERENCE);

  private static final Map<String, FreeValue> OBSERVATION =
      Map.ofEntries(
          entry("status", FreeValue.STATUS),
          entry("performer.reference", FreeValue.REFERENCE),
          entry("hasMember.reference", FreeValue.REFERENCE),
          entry("derivedFrom.reference", FreeValue.REFERENCE),
          entry("valueDateTime", FreeValue.DATE_TIME),
          entry("valueCodeableConcept.text", FreeValue.TEXT),
          entry("valueQuantity.value", FreeValue.DECIMAL),
          entry("component.extension.valueRange.low.value", FreeValue.DECIMAL),
          entry("component.extension.valueRange.high.value", FreeValue.DECIMAL),
          entry("component.valueCodeableConcept.text", FreeValue.TEXT),
          entry("component.valueQuantity.value", FreeValue.DECIMAL));

  private static final Map<String, FreeValue> MEDICATION =
      Map.of(
          "performer.actor.reference.reference", FreeValue.REFERENCE,
          "device.reference.reference", FreeValue.REFERENCE,
          "dosage.dose.value", FreeValue.DECIMAL,
          "dosage.rateQuantity.value", FreeValue.DECIMAL);

  private static final Map<String, FreeValue> NUTRITION =
      Map.of(
          "consumedItem.nutritionProduct.concept.text", FreeValue.TEXT,
          "consumedItem.amount.value", FreeValue.DECIMAL,
          "ingredientLabel.amount.value", FreeValue.DECIMAL,
          "reportedReference.reference", FreeValue.REFERENCE);

  private static final Map<String, FreeValue> DOCUMENT =
      Map.of(
          "author.reference", FreeValue.REFERENCE,
          "content.attachment.data", FreeValue.BASE64);

  private static final Map<String, FreeValue> DEVICE =
      Map.of(
          "id", FreeValue.ID,
          "identifier.system", FreeValue.NAMESPACE,
          "identifier.value", FreeValue.TEXT,
          "displayName", FreeValue.TEXT,
          "manufacturer", FreeValue.TEXT,
          "serialNumber", FreeValue.TEXT,
          "name.value", FreeValue.TEXT,
          "modelNumber", FreeValue.TEXT,
          "type.text", FreeValue.TEXT,
          "version.value", FreeValue.TEXT);

  private static final Map<String, FreeValue> PROVENANCE =
      Map.of(
          "id", FreeValue.ID,
          "target.reference", FreeValue.REFERENCE,
          "occurredDateTime", FreeValue.DATE_TIME,
          "recorded", FreeValue.DATE_TIME,
          "patient.reference", FreeValue.REFERENCE,
          "agent.who.reference", FreeValue.REFERENCE,
          "entity.what.identifier.system", FreeValue.NAMESPACE,
          "entity.what.identifier.value", FreeValue.TEXT);

  /** Any number of these is as valid as one; each would be a shape of its own otherwise. */
  private static final Set<String> REPEATABLE =
      Set.of("Provenance.target", "Observation.hasMember", "Observation.derivedFrom");

  private static final Element NOT_LISTED = new Element(null, Bound.NONE, false, Map.of());

  private static final Map<String, Element> RESOURCES = tree(all());

  private FreeElements() {}

  /** The elements of a type of resource. */
  static Element of(String resourceType) {
    return RESOURCES.getOrDefault(resourceType, NOT_LISTED);
  }

  /** The kind of value at a path such as {@code Observation.valueQuantity.value}, or null. */
  static @Nullable FreeValue at(String path) {
    List<String> names = List.of(path.split("\\.", -1));
    Element element = of(names.get(0));
    for (int i = 1; i < names.size(); i++) {
      element = element.child(names.get(i));
    }
    return element.value();
  }

  /** Which end of a period or a range a value is: its validity depends on the other end. */
  enum Bound {
    /** Neither. */
    NONE,
    /** Start of a period. */
    START,
    /** End of a period. */
    END,
    /** Lower end of a range. */
    LOW,
    /** Upper end of a range. */
    HIGH
  }

  /**
   * An element and what is below it.
   *
   * @param value the kind of value that it holds when that is free, or null
   * @param bound which end of a span it is
   * @param isRepeatable whether more of the same change nothing
   * @param children by name
   */
  record Element(
      @Nullable FreeValue value, Bound bound, boolean isRepeatable, Map<String, Element> children) {

    Element child(String name) {
      return children.getOrDefault(name, NOT_LISTED);
    }
  }

  private static Map<String, Element> tree(Map<String, FreeValue> all) {
    return children("", all);
  }

  private static Map<String, Element> children(String parent, Map<String, FreeValue> all) {
    Map<String, Element> children = new HashMap<>();
    for (String path : all.keySet()) {
      if (path.startsWith(parent)) {
        String name = path.substring(parent.length()).split("\\.", 2)[0];
        children.computeIfAbsent(name, unknown -> element(parent + unknown, all));
      }
    }
    return Map.copyOf(children);
  }

  private static Element element(String path, Map<String, FreeValue> all) {
    return new Element(
        all.get(path), bound(path), REPEATABLE.contains(path), children(path + ".", all));
  }

  private static Bound bound(String path) {
    if (path.endsWith(".start")) {
      return Bound.START;
    }
    if (path.endsWith(".end")) {
      return Bound.END;
    }
    if (path.endsWith(".low.value")) {
      return Bound.LOW;
    }
    return path.endsWith(".high.value") ? Bound.HIGH : Bound.NONE;
  }

  private static Map<String, FreeValue> all() {
    Map<String, FreeValue> all = new HashMap<>();
    reading(all, "Observation.", "effective", OBSERVATION);
    reading(all, "MedicationAdministration.", "occurence", MEDICATION);
    reading(all, "NutritionIntake.", "occurrence", NUTRITION);
    reading(all, "DocumentReference.", "", DOCUMENT);
    sampled(all, "Observation.");
    sampled(all, "Observation.component.");
    DEVICE.forEach((path, value) -> all.put("Device." + path, value));
    PROVENANCE.forEach((path, value) -> all.put("Provenance." + path, value));
    return Map.copyOf(all);
  }

  private static void reading(
      Map<String, FreeValue> all, String type, String time, Map<String, FreeValue> own) {
    READING.forEach((path, value) -> all.put(type + path, value));
    own.forEach((path, value) -> all.put(type + path, value));
    String period = type + (time.isEmpty() ? "period" : time + "Period");
    all.put(period + ".start", FreeValue.DATE_TIME);
    all.put(period + ".end", FreeValue.DATE_TIME);
    all.put(period + "._start.extension.valueCode", FreeValue.ZONE_OR_SOURCE);
    all.put(type + time + "DateTime", FreeValue.DATE_TIME);
    all.put(type + "_" + time + "DateTime.extension.valueCode", FreeValue.ZONE_OR_SOURCE);
  }

  private static void sampled(Map<String, FreeValue> all, String owner) {
    all.put(owner + "valueSampledData.interval", FreeValue.DECIMAL);
    all.put(owner + "valueSampledData.factor", FreeValue.DECIMAL);
    all.put(owner + "valueSampledData.lowerLimit", FreeValue.DECIMAL);
    all.put(owner + "valueSampledData.upperLimit", FreeValue.DECIMAL);
    all.put(owner + "valueSampledData.offsets", FreeValue.SAMPLES);
    all.put(owner + "valueSampledData.data", FreeValue.SAMPLES);
  }
}

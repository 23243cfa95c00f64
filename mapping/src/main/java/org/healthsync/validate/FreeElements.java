package org.healthsync.validate;

import static java.util.Map.entry;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The elements whose values are not part of a shape, by path without array indices. What is not
 * listed here is part of the shape with its value: forgetting an element costs time, never a wrong
 * verdict.
 */
final class FreeElements {

  private static final Map<String, FreeValue> OBSERVATION =
      Map.ofEntries(
          entry("id", FreeValue.ID),
          entry("status", FreeValue.STATUS),
          entry("identifier.value", FreeValue.TEXT),
          entry("subject.reference", FreeValue.REFERENCE),
          entry("performer.reference", FreeValue.REFERENCE),
          entry("device.reference", FreeValue.REFERENCE),
          entry("effectiveDateTime", FreeValue.DATE_TIME),
          entry("_effectiveDateTime.extension.valueCode", FreeValue.ZONE),
          entry("effectivePeriod.start", FreeValue.DATE_TIME),
          entry("effectivePeriod.end", FreeValue.DATE_TIME),
          entry("effectivePeriod._start.extension.valueCode", FreeValue.ZONE),
          entry("valueCodeableConcept.text", FreeValue.TEXT),
          entry("valueQuantity.value", FreeValue.DECIMAL),
          entry("valueSampledData.interval", FreeValue.DECIMAL),
          entry("valueSampledData.offsets", FreeValue.SAMPLES),
          entry("valueSampledData.data", FreeValue.SAMPLES),
          entry("component.valueCodeableConcept.text", FreeValue.TEXT),
          entry("component.valueQuantity.value", FreeValue.DECIMAL),
          entry("component.valueSampledData.interval", FreeValue.DECIMAL),
          entry("component.valueSampledData.offsets", FreeValue.SAMPLES),
          entry("component.valueSampledData.data", FreeValue.SAMPLES));

  private static final Map<String, FreeValue> DEVICE =
      Map.of(
          "id", FreeValue.ID,
          "identifier.value", FreeValue.TEXT,
          "displayName", FreeValue.TEXT,
          "manufacturer", FreeValue.TEXT,
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
          "entity.what.identifier.value", FreeValue.TEXT);

  private static final Map<String, FreeValue> ALL = all();

  private FreeElements() {}

  /** The kind of value at a path such as {@code Observation.valueQuantity.value}, or null. */
  static @Nullable FreeValue at(String path) {
    return ALL.get(path);
  }

  private static Map<String, FreeValue> all() {
    Map<String, FreeValue> all = new HashMap<>();
    OBSERVATION.forEach((path, value) -> all.put("Observation." + path, value));
    DEVICE.forEach((path, value) -> all.put("Device." + path, value));
    PROVENANCE.forEach((path, value) -> all.put("Provenance." + path, value));
    return Map.copyOf(all);
  }
}

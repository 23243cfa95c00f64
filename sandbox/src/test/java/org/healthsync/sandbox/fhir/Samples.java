package org.healthsync.sandbox.fhir;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Resources as a delivering client sends them. */
final class Samples {

  static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"pat-1\",\"active\":true}";

  static final String DEVICE =
      """
      {"resourceType":"Device","id":"dev-1","displayName":"Scale",
       "identifier":[{"system":"https://example.org/sid/device","value":"d1"}]}""";

  private Samples() {}

  /** A body weight of {@code Patient/pat-1}. */
  static String weight(String id, String kilograms) {
    return weight(id, kilograms, "2026-03-01T07:12:33+01:00");
  }

  static String weight(String id, String kilograms, String time) {
    return """
        {"resourceType":"Observation","id":"%s","status":"final",
         "identifier":[{"system":"https://example.org/sid/withings","value":"acc/%s"}],
         "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category",
           "code":"vital-signs"}]}],
         "code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},
         "subject":{"reference":"Patient/pat-1"},"effectiveDateTime":"%s",
         "valueQuantity":{"value":%s,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}"""
        .formatted(id, id, time, kilograms);
  }

  /** An entry that puts a resource under its own id. */
  static String put(String url, String resource) {
    return """
        {"resource":%s,"request":{"method":"PUT","url":"%s"}}"""
        .formatted(resource, url);
  }

  static String putWeight(String id, String kilograms) {
    return put("Observation/" + id, weight(id, kilograms));
  }

  static String delete(String url) {
    return "{\"request\":{\"method\":\"DELETE\",\"url\":\"%s\"}}".formatted(url);
  }

  static String transaction(String... entries) {
    return bundle("transaction", entries);
  }

  static String batch(String... entries) {
    return bundle("batch", entries);
  }

  private static String bundle(String type, String... entries) {
    return Stream.of(entries)
        .collect(
            Collectors.joining(
                ",", "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[", "]}"));
  }
}

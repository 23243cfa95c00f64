package org.healthsync.withings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.healthsync.spi.http.JsonView;

/**
 * A record of a list whose content is fetched on its own: a night, an ECG recording. What its
 * answer lacks and mapping needs travels in the cursor: ids and times, never what was measured.
 * Absent texts are empty.
 *
 * @param id the vendor's
 * @param start epoch second
 * @param end epoch second
 * @param modified epoch second of the last change; zero when it is not told
 * @param completed whether the content can no longer grow
 * @param day local date that the vendor files it under, where it does so
 * @param zone IANA zone
 * @param device the device's id
 */
record Detail(
    long id,
    long start,
    long end,
    long modified,
    boolean completed,
    String day,
    String zone,
    String device) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+/-]{1,60}");
  private static final int PARTS = 8;

  /** The service of stages takes no longer span. */
  private static final long LONGEST_SECONDS = 86_400;

  /** A night of "Sleep v2 - Getsummary"; empty when it has no id or no period. */
  static Optional<Detail> ofNight(JsonView night) {
    OptionalLong start = night.get("startdate").integer();
    OptionalLong end = night.get("enddate").integer();
    if (start.isEmpty() || end.isEmpty() || end.getAsLong() <= start.getAsLong()) {
      return Optional.empty();
    }
    long last = Math.min(end.getAsLong(), start.getAsLong() + LONGEST_SECONDS);
    String device = first(night, "hash_deviceid", "deviceid");
    return of(night, night.get("id").integer(), start, last, device);
  }

  /** A recording of "Heart v2 - List"; empty when it is no ECG, as blood pressure alone. */
  static Optional<Detail> ofRecording(JsonView recording) {
    OptionalLong at = recording.get("timestamp").integer();
    return of(
        recording,
        recording.at("/ecg/signalid").integer(),
        at,
        at.orElse(0),
        first(recording, "deviceid", "hash_deviceid"));
  }

  private static Optional<Detail> of(
      JsonView record, OptionalLong id, OptionalLong start, long end, String device) {
    if (id.isEmpty() || start.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Detail(
            id.getAsLong(),
            start.getAsLong(),
            end,
            record.get("modified").integer().orElse(0),
            record.get("completed").truth().orElse(true),
            name(record.get("date")),
            name(record.get("timezone")),
            device));
  }

  private static String first(JsonView record, String name, String other) {
    String id = name(record.get(name));
    return id.isEmpty() ? name(record.get(other)) : id;
  }

  /** Only what looks like an id, a date or a zone can be stored. */
  private static String name(JsonView value) {
    return value.text().filter(text -> NAME.matcher(text).matches()).orElse("");
  }

  /** One word for the cursor. */
  String text() {
    return String.join(
        ",",
        List.of(
            Long.toString(id),
            Long.toString(start),
            Long.toString(end),
            Long.toString(modified),
            completed ? "1" : "0",
            day,
            zone,
            device));
  }

  /**
   * Reads {@link #text()}.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static Detail parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("a detail has " + PARTS + " parts");
    }
    return new Detail(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        parts[4].equals("1"),
        parts[5],
        parts[6],
        parts[7]);
  }

  /** What the mapping of the content gets to know. */
  Map<String, String> attributes() {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("id", Long.toString(id));
    attributes.put("start", Long.toString(start));
    attributes.put("end", Long.toString(end));
    attributes.put("completed", Boolean.toString(completed));
    if (modified > 0) {
      attributes.put("modified", Long.toString(modified));
    }
    Map.of("day", day, "timezone", zone, "device", device)
        .forEach((name, value) -> putUnlessEmpty(attributes, name, value));
    return attributes;
  }

  private static void putUnlessEmpty(Map<String, String> attributes, String name, String value) {
    if (!value.isEmpty()) {
      attributes.put(name, value);
    }
  }
}

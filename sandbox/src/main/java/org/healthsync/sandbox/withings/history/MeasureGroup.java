package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Writes one element of {@code measuregrps} with the vendor's fields in the vendor's order. */
final class MeasureGroup {

  private final long grpid;
  private final long date;
  private final long created;
  private final Attribution attribution;
  private final @Nullable Device device;
  private final ArrayNode measures = JsonNodeFactory.instance.arrayNode();

  /**
   * Begins a group.
   *
   * @param date of the measurement in epoch seconds
   * @param created when the vendor got it, in epoch seconds
   * @param device null for what was typed in
   */
  MeasureGroup(
      long grpid, Attribution attribution, long date, long created, @Nullable Device device) {
    this.grpid = grpid;
    this.attribution = attribution;
    this.date = date;
    this.created = created;
    this.device = device;
  }

  /** Adds {@code value} x 10^{@code unit} of the vendor's measure type. */
  MeasureGroup add(int type, long value, int unit) {
    measure(type, value, unit);
    return this;
  }

  /** The same, taken at a body position. */
  MeasureGroup addAt(int position, int type, long value, int unit) {
    measure(type, value, unit).put("position", position);
    return this;
  }

  private ObjectNode measure(int type, long value, int unit) {
    ObjectNode measure = measures.addObject();
    return measure
        .put("value", value)
        .put("type", type)
        .put("unit", unit)
        .put("algo", 0)
        .put("fm", 3);
  }

  /** The group with its own time zone. */
  Entry in(ZoneId zone) {
    ObjectNode json = json();
    json.put("timezone", zone.getId());
    return entry(json, zone);
  }

  /** The group as some devices send it: without a zone, so that the one of the page counts. */
  Entry withoutZoneIn(ZoneId zone) {
    return entry(json(), zone);
  }

  private Entry entry(ObjectNode json, ZoneId zone) {
    LocalDate day = Instant.ofEpochSecond(date).atZone(zone).toLocalDate();
    return new Entry(Long.toString(grpid), date, date, day, created, false, json);
  }

  private ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("grpid", grpid).put("attrib", attribution.code()).put("date", date);
    json.put("created", created).put("modified", created).put("category", 1);
    String deviceId = device == null ? null : device.deviceId();
    json.put("deviceid", deviceId).put("hash_deviceid", deviceId);
    json.set("measures", measures);
    json.put("modelid", device == null ? null : device.modelId());
    json.put("model", device == null ? null : device.model());
    json.putNull("comment");
    return json;
  }
}

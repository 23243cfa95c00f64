package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicLong;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Device;
import org.healthsync.sandbox.withings.history.Entry;
import org.healthsync.sandbox.withings.history.Person;

/**
 * The records that the control API adds: defaults of every stream, and how a record's JSON becomes
 * an entry.
 */
final class NewRecords {

  /** Far above the generated ids. */
  private static final long FIRST_ID = 90_000_000_000L;

  /** When a sample within the day was taken; the vendor has it as the name of the sample. */
  private static final String SECOND = "at";

  private static final int EIGHT_HOURS = 28_800;

  private final Clock clock;
  private final AtomicLong ids = new AtomicLong(FIRST_ID);

  NewRecords(Clock clock) {
    this.clock = clock;
  }

  /** A record of now with no values in it yet. */
  ObjectNode of(DataStream stream, Person person) {
    long now = clock.instant().getEpochSecond();
    String today = day(now, person).toString();
    String zone = person.zone().getId();
    ObjectNode json = Json.object();
    switch (stream) {
      case MEASURES -> measureGroup(json, person, now);
      case ACTIVITY -> {
        json.put("date", today).put("timezone", zone).putNull("deviceid").putNull("hash_deviceid");
        json.put("brand", 1).put("is_tracker", true).put("modified", now).putNull("model");
      }
      case SLEEP -> {
        json.put("id", ids.getAndIncrement()).put("timezone", zone).put("model", 32);
        json.put("model_id", 63).putNull("hash_deviceid").put("startdate", now - EIGHT_HOURS);
        json.put("enddate", now).put("created", now).put("modified", now).put("completed", true);
        json.putObject("data");
      }
      case WORKOUTS -> {
        json.put("id", ids.getAndIncrement()).put("category", 36).put("timezone", zone);
        json.put("attrib", 7).put("startdate", now - 1_800).put("enddate", now);
        json.put("modified", now).putNull("deviceid").putObject("data");
      }
      case HEART -> {
        json.putNull("deviceid").put("model", 44);
        json.putObject("ecg").put("signalid", ids.getAndIncrement()).put("afib", 0);
        json.put("heart_rate", 70).put("timestamp", now).put("timezone", zone);
        json.put("modified", now);
      }
      case INTRADAY -> {
        Device watch = Device.all(person).get(4);
        json.put(SECOND, now).put("modified", now).put("model", watch.model());
        json.put("model_id", watch.modelId()).put("deviceid", watch.deviceId());
      }
      case SLEEP_DETAIL -> {
        Device mat = Device.all(person).get(5);
        json.put("startdate", now - 1_800).put("enddate", now).put("state", 1);
        json.put("modified", now).put("model", mat.model()).put("model_id", mat.modelId());
        json.put("hash_deviceid", mat.deviceId());
      }
      case DEVICES -> {
        String id = String.format("%040x", ids.getAndIncrement());
        json.put("type", "Scale").put("model", "Body Comp").put("model_id", 18);
        json.put("battery", "high").put("deviceid", id).put("hash_deviceid", id);
        json.put("timezone", zone).put("first_session_date", now).put("modified", now);
      }
    }
    return json;
  }

  private void measureGroup(ObjectNode json, Person person, long now) {
    Device scale = Device.all(person).get(0);
    json.put("grpid", ids.getAndIncrement()).put("attrib", 0).put("date", now);
    json.put("created", now).put("modified", now).put("category", 1);
    json.put("deviceid", scale.deviceId()).put("hash_deviceid", scale.deviceId());
    json.putArray("measures");
    json.put("modelid", scale.modelId()).put("model", scale.model()).putNull("comment");
    json.put("timezone", person.zone().getId());
  }

  /**
   * Reads key and times from a record.
   *
   * @throws IllegalArgumentException when a time or the key is missing or malformed
   */
  static Entry entry(DataStream stream, Person person, ObjectNode json) {
    long modified = number(json, "modified");
    return switch (stream) {
      case MEASURES -> moment(json, "date", number(json, "grpid"), modified, person);
      case HEART ->
          moment(json, "timestamp", number(json.path("ecg"), "signalid"), modified, person);
      case ACTIVITY -> {
        LocalDate day = LocalDate.parse(json.path("date").asText());
        long from = day.atStartOfDay(person.zone()).toEpochSecond();
        long to = day.plusDays(1).atStartOfDay(person.zone()).toEpochSecond();
        yield new Entry(day.toString(), from, to, day, modified, false, json);
      }
      case SLEEP, WORKOUTS -> session(json, modified, person);
      case INTRADAY -> moment(json, SECOND, number(json, SECOND), modified, person);
      case SLEEP_DETAIL -> segment(json, modified, person);
      case DEVICES -> {
        long first = number(json, "first_session_date");
        String key = json.path("deviceid").asText();
        yield new Entry(key, first, first, day(first, person), modified, false, json);
      }
    };
  }

  private static Entry segment(ObjectNode json, long modified, Person person) {
    long from = number(json, "startdate");
    long to = number(json, "enddate");
    return new Entry(Long.toString(from), from, to, day(to, person), modified, false, json);
  }

  private static Entry moment(ObjectNode json, String time, long id, long modified, Person person) {
    long at = number(json, time);
    return new Entry(Long.toString(id), at, at, day(at, person), modified, false, json);
  }

  /**
   * The day of a session is always that of its end in the person's zone, as the vendor files it.
   */
  private static Entry session(ObjectNode json, long modified, Person person) {
    long from = number(json, "startdate");
    long to = number(json, "enddate");
    LocalDate day = day(to, person);
    json.put("date", day.toString());
    String key = Long.toString(number(json, "id"));
    return new Entry(key, from, to, day, modified, false, json);
  }

  private static LocalDate day(long second, Person person) {
    return Instant.ofEpochSecond(second).atZone(person.zone()).toLocalDate();
  }

  private static long number(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new IllegalArgumentException(field + " must be a whole number");
    }
    return value.longValue();
  }
}

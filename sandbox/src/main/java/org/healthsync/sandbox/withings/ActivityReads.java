package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;

/** The operations of {@code /v2/measure}: days, samples within the day, workouts. */
final class ActivityReads {

  private static final long DAY_IN_SECONDS = 86_400;

  /** Sent whatever {@code data_fields} says. */
  private static final Set<String> ALWAYS =
      Set.of(
          "date",
          "timezone",
          "deviceid",
          "hash_deviceid",
          "brand",
          "is_tracker",
          "modified",
          "model",
          "modelid");

  private static final Set<String> SAMPLE_ALWAYS = Set.of("model", "model_id", "deviceid");

  /** Everything that a sample can hold. */
  static final Set<String> SAMPLE_FIELDS =
      Set.of(
          "steps",
          "elevation",
          "calories",
          "distance",
          "stroke",
          "pool_lap",
          "duration",
          "heart_rate",
          "spo2_auto",
          "rmssd",
          "sdnn1",
          "hrv_quality",
          "core_body_temperature",
          "rr",
          "chest_movement_rate");

  private final PagedReads reads;

  ActivityReads(PagedReads reads) {
    this.reads = reads;
  }

  JsonNode getActivity(Visit visit) {
    Set<String> fields = visit.params().list("data_fields");
    Journal.Slice slice = reads.page(visit, DataStream.ACTIVITY, PagedReads.byDay(visit.params()));
    ObjectNode body = Json.object();
    ArrayNode activities = body.putArray("activities");
    slice
        .entries()
        .forEach(
            entry ->
                activities.add(
                    fields.isEmpty()
                        ? entry.json()
                        : Json.only(entry.json(), with(ALWAYS, fields))));
    return body.put("more", slice.more()).put("offset", slice.nextOffset());
  }

  JsonNode getWorkouts(Visit visit) {
    Set<String> fields = visit.params().list("data_fields");
    Journal.Slice slice = reads.page(visit, DataStream.WORKOUTS, PagedReads.byDay(visit.params()));
    ObjectNode body = Json.object();
    ArrayNode series = body.putArray("series");
    for (var entry : slice.entries()) {
      ObjectNode workout = entry.json().deepCopy();
      if (!fields.isEmpty()) {
        workout.set("data", Json.likePhp(Json.only(workout.path("data"), fields)));
      }
      series.add(workout);
    }
    return body.put("more", slice.more()).put("offset", slice.nextOffset());
  }

  /** At most the 24 hours after {@code startdate}; without dates the latest 24 hours. */
  JsonNode getIntraday(Visit visit) {
    Params params = visit.params();
    long now = reads.now();
    long from = params.number("startdate").orElse(now - DAY_IN_SECONDS);
    long to = Math.min(params.number("enddate").orElse(now), from + DAY_IN_SECONDS - 1);
    Set<String> fields = params.list("data_fields");
    ObjectNode samples = Json.object();
    visit.account().journal(DataStream.INTRADAY).snapshot().stream()
        .filter(reads.visible())
        .filter(sample -> sample.from() >= from && sample.from() <= to)
        .sorted(Comparator.comparingLong(Entry::from))
        .filter(sample -> fields.isEmpty() || fields.stream().anyMatch(sample.json()::has))
        .forEach(sample -> samples.set(sample.key(), wanted(sample.json(), fields)));
    ObjectNode body = Json.object();
    body.set("series", Json.likePhp(samples));
    return body;
  }

  private static ObjectNode wanted(ObjectNode sample, Set<String> fields) {
    return Json.only(sample, with(SAMPLE_ALWAYS, fields.isEmpty() ? SAMPLE_FIELDS : fields));
  }

  private static Set<String> with(Set<String> always, Set<String> fields) {
    Set<String> all = new HashSet<>(always);
    all.addAll(fields);
    return all;
  }
}

package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.IntradaySamples;

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

  private final PagedReads reads;
  private final GeneratedPeriod period;

  ActivityReads(PagedReads reads, GeneratedPeriod period) {
    this.reads = reads;
    this.period = period;
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
    long to = Math.min(params.number("enddate").orElse(now), from + DAY_IN_SECONDS);
    long first = Math.max(from, period.start(visit.person()));
    long last = Math.min(Math.min(to, now), period.end(visit.person()));
    ObjectNode samples = new IntradaySamples(visit.person()).between(first, last);
    ObjectNode body = Json.object();
    body.set("series", Json.likePhp(wanted(samples, params.list("data_fields"))));
    return body;
  }

  private static ObjectNode wanted(ObjectNode samples, Set<String> fields) {
    if (fields.isEmpty()) {
      return samples;
    }
    ObjectNode wanted = Json.object();
    for (Map.Entry<String, JsonNode> sample : samples.properties()) {
      if (fields.stream().anyMatch(sample.getValue()::has)) {
        wanted.set(sample.getKey(), Json.only(sample.getValue(), with(SAMPLE_ALWAYS, fields)));
      }
    }
    return wanted;
  }

  private static Set<String> with(Set<String> always, Set<String> fields) {
    Set<String> all = new HashSet<>(always);
    all.addAll(fields);
    return all;
  }
}

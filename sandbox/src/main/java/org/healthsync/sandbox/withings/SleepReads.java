package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;

/** The operations of {@code /v2/sleep}: summaries of nights, and their stages. */
final class SleepReads {

  private static final long DAY_IN_SECONDS = 86_400;
  private static final int SLEEP_MONITOR = 32;

  /** Sent whatever {@code data_fields} says. */
  private static final Set<String> SEGMENT_ALWAYS =
      Set.of("startdate", "enddate", "state", "model", "model_id", "hash_deviceid");

  /** What a summary has when {@code data_fields} is absent. */
  private static final Set<String> DEFAULT_FIELDS =
      Set.of(
          "lightsleepduration",
          "deepsleepduration",
          "remsleepduration",
          "wakeupduration",
          "wakeupcount",
          "hr_average",
          "hr_min",
          "hr_max",
          "rr_average",
          "rr_min",
          "rr_max");

  private final PagedReads reads;

  SleepReads(PagedReads reads) {
    this.reads = reads;
  }

  JsonNode getSummary(Visit visit) {
    Set<String> asked = visit.params().list("data_fields");
    Set<String> fields = asked.isEmpty() ? DEFAULT_FIELDS : asked;
    Journal.Slice slice = reads.page(visit, DataStream.SLEEP, PagedReads.byDay(visit.params()));
    ObjectNode body = Json.object();
    ArrayNode series = body.putArray("series");
    for (Entry entry : slice.entries()) {
      ObjectNode night = entry.json().deepCopy();
      night.set("data", Json.likePhp(Json.only(night.path("data"), fields)));
      series.add(night);
    }
    return body.put("more", slice.more()).put("offset", slice.nextOffset());
  }

  /** The segments that begin in the window, which never is longer than 24 hours. */
  JsonNode get(Visit visit) {
    Params params = visit.params();
    long from = params.requiredNumber("startdate");
    long to = Math.min(params.requiredNumber("enddate"), from + DAY_IN_SECONDS);
    Set<String> fields = new HashSet<>(params.list("data_fields"));
    fields.addAll(SEGMENT_ALWAYS);
    ObjectNode body = Json.object();
    ArrayNode series = body.putArray("series");
    visit.account().journal(DataStream.SLEEP_DETAIL).snapshot().stream()
        .filter(reads.visible())
        .filter(segment -> segment.from() >= from && segment.from() < to)
        .sorted(Comparator.comparingLong(Entry::from))
        .forEach(segment -> series.add(Json.only(segment.json(), fields)));
    return body.put("model", SLEEP_MONITOR);
  }
}

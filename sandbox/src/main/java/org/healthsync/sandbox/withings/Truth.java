package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Lists everything a person's account holds by now, for whoever wants to check that all of it
 * arrived.
 */
final class Truth {

  /** Types of which a group holds one measure for each body segment. */
  private static final Set<Integer> SEGMENTAL = Set.of(173, 174, 175);

  private final Clock clock;

  Truth(Clock clock) {
    this.clock = clock;
  }

  List<SourceItem> of(Account account) {
    long now = clock.instant().getEpochSecond();
    List<SourceItem> items = new ArrayList<>();
    for (DataStream stream : DataStream.values()) {
      account.journal(stream).snapshot().stream()
          .filter(entry -> entry.modified() <= now)
          .flatMap(entry -> items(stream, entry))
          .forEach(items::add);
    }
    return items;
  }

  private static Stream<SourceItem> items(DataStream stream, Entry entry) {
    if (stream == DataStream.INTRADAY) {
      return ActivityReads.SAMPLE_FIELDS.stream()
          .filter(entry.json()::has)
          .map(field -> item(stream, entry, entry.key() + "/" + field));
    }
    if (stream != DataStream.MEASURES) {
      return Stream.of(item(stream, entry, entry.key()));
    }
    int attrib = entry.json().path("attrib").asInt();
    Stream.Builder<SourceItem> items = Stream.builder();
    for (JsonNode measure : entry.json().path("measures")) {
      String key = entry.key() + "/" + measure.path("type").asText();
      if (SEGMENTAL.contains(measure.path("type").asInt())) {
        key += "/" + measure.path("position").asText();
      }
      BigDecimal value =
          measure.path("value").decimalValue().scaleByPowerOfTen(measure.path("unit").asInt());
      items.add(item(stream, entry, key, attrib, Map.of(SourceItem.VALUE, value)));
    }
    return items.build();
  }

  private static SourceItem item(DataStream stream, Entry entry, String key) {
    Map<String, BigDecimal> totals =
        stream == DataStream.ACTIVITY ? numbers(entry.json()) : Map.of();
    return item(stream, entry, key, null, totals);
  }

  private static SourceItem item(
      DataStream stream,
      Entry entry,
      String key,
      @Nullable Integer attrib,
      Map<String, BigDecimal> values) {
    return new SourceItem(
        stream.id(),
        key,
        entry.modified(),
        entry.deleted(),
        attrib,
        entry.from(),
        entry.to(),
        values);
  }

  private static Map<String, BigDecimal> numbers(JsonNode day) {
    Map<String, BigDecimal> numbers = new HashMap<>();
    day.properties().stream()
        .filter(field -> field.getValue().isNumber())
        .forEach(field -> numbers.put(field.getKey(), field.getValue().decimalValue()));
    return numbers;
  }
}

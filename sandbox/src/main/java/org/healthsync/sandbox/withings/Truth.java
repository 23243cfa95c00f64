package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;

/**
 * Lists everything a person's account holds by now, for whoever wants to check that all of it
 * arrived.
 */
final class Truth {

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
    if (stream != DataStream.MEASURES) {
      return Stream.of(
          new SourceItem(stream.id(), entry.key(), entry.modified(), entry.deleted(), null));
    }
    int attrib = entry.json().path("attrib").asInt();
    Stream.Builder<SourceItem> items = Stream.builder();
    for (JsonNode measure : entry.json().path("measures")) {
      String key = entry.key() + "/" + measure.path("type").asText();
      items.add(new SourceItem(stream.id(), key, entry.modified(), entry.deleted(), attrib));
    }
    return items.build();
  }
}

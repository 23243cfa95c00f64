package org.healthsync.sandbox.withings;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.History;
import org.healthsync.sandbox.withings.history.Person;

/**
 * A person's account: the records of each stream, generated when first read. Safe for many threads.
 */
final class Account {

  private final Person person;
  private final History history;
  private final Map<DataStream, Journal> journals = new EnumMap<>(DataStream.class);
  private final Map<DataStream, RawPages> rawPages = new EnumMap<>(DataStream.class);

  Account(Person person, History history) {
    this.person = person;
    this.history = history;
  }

  Person person() {
    return person;
  }

  /** The records that reads, edits and the truth see: none while raw pages stand in for them. */
  synchronized Journal journal(DataStream stream) {
    return rawPages.containsKey(stream)
        ? new Journal(List.of())
        : journals.computeIfAbsent(stream, s -> new Journal(history.of(s)));
  }

  synchronized void serve(DataStream stream, RawPages pages) {
    rawPages.put(stream, pages);
  }

  /** Whether raw pages stand in for the records. */
  synchronized boolean servesRawPages(DataStream stream) {
    return rawPages.containsKey(stream);
  }

  /** Back to generated data. */
  synchronized void serveGenerated(DataStream stream) {
    rawPages.remove(stream);
  }

  synchronized Optional<String> nextRawPage(DataStream stream) {
    return Optional.ofNullable(rawPages.get(stream)).flatMap(RawPages::next);
  }
}

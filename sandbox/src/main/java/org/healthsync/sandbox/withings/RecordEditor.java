package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;

/**
 * Adds, corrects and deletes records as a person or a device would, stamped with the clock's now,
 * and has it told.
 */
final class RecordEditor {

  private final Clock clock;
  private final Notifier notifier;
  private final NewRecords newRecords;

  RecordEditor(Clock clock, Notifier notifier) {
    this.clock = clock;
    this.notifier = notifier;
    this.newRecords = new NewRecords(clock);
  }

  /**
   * Adds a record: what the fields do not say gets the defaults of a device reading made now.
   * Returns its key.
   */
  String add(Account account, DataStream stream, ObjectNode fields) {
    ObjectNode json = newRecords.of(stream, account.person());
    merge(json, fields);
    return put(account, stream, NewRecords.entry(stream, account.person(), json)).key();
  }

  /**
   * Changes fields of a record; a measure is replaced by the one of its type. Empty when there is
   * no such record.
   */
  Optional<Entry> correct(Account account, DataStream stream, String key, ObjectNode fields) {
    return existing(account, stream, key)
        .map(
            old -> {
              ObjectNode json = old.json().deepCopy();
              merge(json, fields);
              json.put("modified", now());
              Entry changed = NewRecords.entry(stream, account.person(), json);
              if (!changed.key().equals(key)) {
                throw new IllegalArgumentException("a correction cannot change the key");
              }
              return put(account, stream, changed);
            });
  }

  /** Deletes a record. Empty when there is no such record. */
  Optional<Entry> delete(Account account, DataStream stream, String key) {
    Optional<Entry> deleted =
        existing(account, stream, key).map(old -> put(account, stream, old.deletedAt(now())));
    if (stream == DataStream.SLEEP) {
      deleted.ifPresent(night -> deleteSegments(account, night));
    }
    return deleted;
  }

  /** The stages of a night go with it, untold: the night has been told. */
  private void deleteSegments(Account account, Entry night) {
    Journal segments = account.journal(DataStream.SLEEP_DETAIL);
    segments.snapshot().stream()
        .filter(segment -> segment.from() >= night.from() && segment.from() < night.to())
        .forEach(segment -> segments.put(segment.deletedAt(now())));
  }

  private static Optional<Entry> existing(Account account, DataStream stream, String key) {
    return account.journal(stream).find(key).filter(entry -> !entry.deleted());
  }

  private Entry put(Account account, DataStream stream, Entry entry) {
    account.journal(stream).put(entry);
    notifier.changed(account.person().userId(), stream, entry);
    return entry;
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static void merge(ObjectNode json, ObjectNode fields) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      JsonNode old = json.path(field.getKey());
      JsonNode value = field.getValue();
      if (old instanceof ObjectNode object && value instanceof ObjectNode more) {
        merge(object, more);
      } else if (old instanceof ArrayNode measures && field.getKey().equals("measures")) {
        value.forEach(measure -> mergeMeasure(measures, measure));
      } else {
        json.set(field.getKey(), value);
      }
    }
  }

  private static void mergeMeasure(ArrayNode measures, JsonNode measure) {
    if (!(measure instanceof ObjectNode fields) || !measure.path("type").isInt()) {
      throw new IllegalArgumentException("a measure must be an object with a type");
    }
    for (JsonNode old : measures) {
      boolean sameSite =
          !fields.has("position") || old.path("position").equals(fields.path("position"));
      if (sameSite
          && old.path("type").equals(fields.path("type"))
          && old instanceof ObjectNode same) {
        merge(same, fields);
        return;
      }
    }
    ObjectNode added = measures.addObject();
    added.put("value", 0).put("type", 0).put("unit", 0).put("algo", 0).put("fm", 3);
    merge(added, fields);
  }
}

package org.healthsync.faults.scenario;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.faults.run.Rows;
import org.healthsync.sandbox.fhir.HistoryEntry;

/**
 * In which order the readings that wait are to arrive: for each connection in that of the outbox.
 * Within a bundle, which is one moment of the FHIR server, there is no order.
 */
final class DeliveryOrder {

  // what waits in two versions has two places
  private static final String WAITING =
      "select o.connection_id || ' ' || min(o.seq) || ' Observation/' || o.resource_id"
          + " from outbox o where o.resource_type = 'Observation'"
          + " group by o.connection_id, o.resource_id having count(*) = 1";

  private final Map<String, Place> places = new HashMap<>();

  private DeliveryOrder(List<String> waiting) {
    for (String row : waiting) {
      String[] parts = row.split(" ", 3);
      places.put(parts[2], new Place(parts[0], Long.parseLong(parts[1])));
    }
  }

  /** Of what waits now. */
  static DeliveryOrder ofWaiting(Rows rows) {
    return new DeliveryOrder(rows.texts(WAITING));
  }

  /** Connections of which something waits. */
  int connections() {
    return (int) places.values().stream().map(Place::connection).distinct().count();
  }

  /** Readings that came after one that was queued later, of what the server committed in order. */
  List<String> violations(List<HistoryEntry> commits) {
    Map<String, Reached> reached = new HashMap<>();
    Set<String> known = new HashSet<>();
    List<String> violations = new ArrayList<>();
    for (HistoryEntry commit : commits) {
      String reference = commit.type() + "/" + commit.id();
      Place place = places.get(reference);
      if (place != null && known.add(reference)) {
        Reached before = reached.getOrDefault(place.connection(), Reached.NOTHING);
        if (place.seq() < before.earlier(commit.lastUpdated())) {
          violations.add(reference);
        }
        reached.put(place.connection(), before.and(commit.lastUpdated(), place.seq()));
      }
    }
    return violations;
  }

  private record Place(String connection, long seq) {}

  /**
   * How far a connection's delivery has come.
   *
   * @param at when its last bundle was committed
   * @param bundle the latest place in it
   * @param earlier the latest place in those before
   */
  private record Reached(Instant at, long bundle, long earlier) {

    static final Reached NOTHING = new Reached(Instant.MIN, 0, 0);

    /** The latest place in bundles before one that is committed then. */
    long earlier(Instant time) {
      return time.equals(at) ? earlier : Math.max(earlier, bundle);
    }

    Reached and(Instant time, long seq) {
      return time.equals(at)
          ? new Reached(at, Math.max(bundle, seq), earlier)
          : new Reached(time, seq, Math.max(earlier, bundle));
    }
  }
}

package org.healthsync.ledger;

import java.sql.Connection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * One open transaction that stores results.
 *
 * @param database its connection
 * @param origin where the results come from
 * @param now the one time that all its rows carry
 */
record Writing(Connection database, Origin origin, Instant now) {

  UUID connectionId() {
    return origin.claim().connection().value();
  }

  String tenant() {
    return origin.tenant().value();
  }

  OffsetDateTime utcNow() {
    return utc(now);
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}

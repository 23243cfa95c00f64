package org.healthsync.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.healthsync.platform.ProviderId;

/** What the table of uses says, by moved time. */
class RememberedUse implements UseRecord {

  private final MovedTime time;
  private final Map<String, Instant> until = new HashMap<>();

  /** Nothing was ever used. */
  RememberedUse(MovedTime time) {
    this.time = time;
  }

  @Override
  public Duration unused(ProviderId provider, String client) {
    Instant end = until.get(provider + client);
    if (end == null) {
      return ALWAYS;
    }
    return end.isBefore(time.instant()) ? Duration.between(end, time.instant()) : Duration.ZERO;
  }

  @Override
  public void announce(ProviderId provider, String client, Duration ahead) {
    until.put(provider + client, time.instant().plus(ahead));
  }
}

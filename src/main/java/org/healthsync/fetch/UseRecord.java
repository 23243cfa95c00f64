package org.healthsync.fetch;

import java.time.Duration;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProviderId;

/**
 * Until when client ids may have been used, kept where nothing is forgotten. Redis counts what is
 * used; of the time before its counts it knows what stands here. Safe for many threads; blocks.
 * Methods throw {@link Database.DatabaseException} when nobody can be asked.
 */
public interface UseRecord {

  /** How long a client id was not used that never was; longer than any window. */
  Duration ALWAYS = Duration.ofDays(100 * 365L);

  /**
   * For how long a client id was certainly not used by any replica. Zero when it may be in use;
   * {@link #ALWAYS} when it never was.
   */
  Duration unused(ProviderId provider, String client);

  /** Says that a client id may be used for so long from now. Lasts when this returns. */
  void announce(ProviderId provider, String client, Duration ahead);
}

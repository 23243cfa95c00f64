package org.healthsync.spi.notify;

import java.util.Set;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a notification tells. Unknown accounts are dropped by the host, not an error. The
 * text form names no account, so that it can be logged.
 */
public sealed interface Change {

  /** The provider's id of the account. */
  String accountId();

  /**
   * Data of a stream changed; fetch it.
   *
   * @param window span to read again, or null for "what is new"
   * @param reference one record (Oura, WHOOP, Strava) or callback address (Garmin) to fetch instead
   *     of a span; handed back in {@code FetchRequest}. Null when there is none
   */
  record Fetch(String accountId, String stream, @Nullable Window window, @Nullable String reference)
      implements Change {

    /** A span to read again, or "what is new". */
    public Fetch(String accountId, String stream, @Nullable Window window) {
      this(accountId, stream, window, null);
    }

    @Override
    public String toString() {
      return "Fetch[" + stream + "]";
    }
  }

  /**
   * The data themselves.
   *
   * @param page goes through mapping like a fetched page
   */
  record Data(String accountId, RawPage page) implements Change {
    @Override
    public String toString() {
      return "Data[" + page.stream() + "]";
    }
  }

  /**
   * A record was deleted at the provider.
   *
   * @param type reading type
   * @param sourceKey source key of the readings, or of the record they came from
   */
  record Deleted(String accountId, String type, String sourceKey) implements Change {
    @Override
    public String toString() {
      return "Deleted[" + type + "]";
    }
  }

  /** The person withdrew consent. */
  record Revoked(String accountId) implements Change {
    @Override
    public String toString() {
      return "Revoked[]";
    }
  }

  /**
   * The person changed what is allowed.
   *
   * @param permissions all that are granted now
   */
  record Permissions(String accountId, Set<String> permissions) implements Change {
    @Override
    public String toString() {
      return "Permissions" + permissions;
    }
  }
}

package org.healthsync.notify;

import java.time.Instant;
import java.util.Set;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;

/**
 * A connection as notifications need it.
 *
 * @param tenant to whom it belongs
 * @param id of the connection
 * @param account the provider's id of the person; personal data
 * @param state whether anything may be done for it
 * @param streams what may be fetched for it
 * @param activatedAt when the person consented last; the beginning of time when that is not known
 */
public record NotifiedConnection(
    TenantId tenant,
    ConnectionId id,
    String account,
    State state,
    Set<String> streams,
    Instant activatedAt) {

  /** Whether anything may be done. */
  public enum State {
    /** Data may be fetched. */
    ACTIVE,
    /** The person has to authorize again; reading begins anew then. */
    PAUSED,
    /** Active, but its provider's plugin is not in this process. */
    WITHOUT_PLUGIN,
    /** Over for good. */
    OVER
  }

  /** Copies the streams. */
  public NotifiedConnection {
    streams = Set.copyOf(streams);
  }

  @Override
  public String toString() {
    return "NotifiedConnection[" + id + ", " + state + "]";
  }
}

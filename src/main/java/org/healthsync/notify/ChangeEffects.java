package org.healthsync.notify;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * What changes lead to. Everything may be repeated: a crash between effect and note lets it happen
 * again.
 */
public interface ChangeEffects {

  /**
   * A stream to read.
   *
   * @param window span to read again, or null for "what is new"
   * @param since when the first notification of it came
   */
  record Wish(String stream, @Nullable Window window, Instant since) {}

  /** Asks for data, in the caller's transaction; what waits already is not asked for again. */
  void fetch(Connection database, NotifiedConnection connection, List<Wish> wishes)
      throws SQLException;

  /** Called when such a transaction is committed. */
  void fetchesCommitted();

  /**
   * The data themselves came.
   *
   * @param receivedAt when, so that what came later stands when this one is late
   */
  void store(NotifiedConnection connection, Change.Data data, Instant receivedAt);

  /**
   * A record was deleted at the provider.
   *
   * @param receivedAt when that was told
   */
  void delete(NotifiedConnection connection, Change.Deleted deleted, Instant receivedAt);

  /**
   * The person withdrew consent, as the notification says. Notifications come late and more than
   * once, so the provider is asked where it can be.
   *
   * @return whether the grant is gone
   */
  boolean revoke(NotifiedConnection connection);

  /** The person changed what is allowed. */
  void permit(NotifiedConnection connection, Change.Permissions permissions);
}

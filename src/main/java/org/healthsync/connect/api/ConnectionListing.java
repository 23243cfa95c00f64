package org.healthsync.connect.api;

import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.Connections;
import org.healthsync.connect.NotificationStates;
import org.healthsync.connect.StreamProgress;
import org.healthsync.connect.Users;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.PlausibleTime;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.UserId;
import org.healthsync.platform.api.Listing;
import org.healthsync.platform.api.PageCursor;
import org.healthsync.platform.api.PageSize;
import org.jspecify.annotations.Nullable;

/** Connections with the progress of their streams, singly and page by page. */
public final class ConnectionListing {

  private static final String LIST = "connections";

  private final Users users;
  private final Connections connections;
  private final StreamProgress progress;
  private final NotificationStates notifications;

  /** Reads connections, the progress of their streams and whether their providers notify. */
  public ConnectionListing(
      Users users,
      Connections connections,
      StreamProgress progress,
      NotificationStates notifications) {
    this.users = users;
    this.connections = connections;
    this.progress = progress;
    this.notifications = notifications;
  }

  /** The tenant's connection of that id, or a {@code not-found} problem. */
  ConnectionJson one(TenantId tenant, ConnectionId id) {
    return json(connections.require(tenant, id));
  }

  /** One page of a user's connections, oldest first. */
  Listing<ConnectionJson> page(
      TenantId tenant, UserId user, @Nullable Integer limit, @Nullable String cursor) {
    users.require(tenant, user);
    int size = PageSize.of(limit);
    // one more than shown tells whether there is a next page
    List<AccountConnection> found =
        connections.ofUser(tenant, user, Optional.ofNullable(cursor).map(this::after), size + 1);
    List<AccountConnection> shown = found.subList(0, Math.min(size, found.size()));
    String next = found.size() > size ? cursorAfter(shown.get(size - 1)) : null;
    return new Listing<>(shown.stream().map(this::json).toList(), next);
  }

  private ConnectionJson json(AccountConnection connection) {
    NotificationStates.State notified =
        connection.status() == ConnectionStatus.ACTIVE
            ? notifications.of(connection.id())
            : NotificationStates.State.NONE;
    return ConnectionJson.of(connection, progress.of(connection.id()), notified);
  }

  private static String cursorAfter(AccountConnection last) {
    return new PageCursor(LIST, List.of(last.createdAt().toString(), last.id().toString()))
        .encode();
  }

  private Connections.After after(String cursor) {
    List<String> keys = PageCursor.decode(LIST, 2, cursor).keys();
    try {
      return new Connections.After(
          PlausibleTime.instant(keys.get(0)), ConnectionId.parse(keys.get(1)));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw PageCursor.invalid();
    }
  }
}

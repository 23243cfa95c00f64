package org.healthsync.notify;

import java.util.List;
import java.util.Optional;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;

/** Finds whom a notification is about. */
public interface NotifiedConnections {

  /** The connection of that id, once its account is known. */
  Optional<NotifiedConnection> byId(ConnectionId id);

  /** All connections of an account, of all tenants. */
  List<NotifiedConnection> ofAccount(ProviderId provider, String account);
}

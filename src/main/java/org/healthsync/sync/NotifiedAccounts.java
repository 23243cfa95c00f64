package org.healthsync.sync;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.Connections;
import org.healthsync.notify.NotifiedConnection;
import org.healthsync.notify.NotifiedConnections;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Movement;

/** Whom notifications are about: connections as the stage notify sees them. */
final class NotifiedAccounts implements NotifiedConnections {

  private static final String OF_ACCOUNT =
      "select id from connection where provider = ? and account_id = ? order by id";

  private final Database database;
  private final Connections connections;
  private final SyncTargets targets;

  NotifiedAccounts(Database database, Connections connections, SyncTargets targets) {
    this.database = database;
    this.connections = connections;
    this.targets = targets;
  }

  @Override
  public Optional<NotifiedConnection> byId(ConnectionId id) {
    return connections
        .byId(id)
        .flatMap(
            connection -> connection.accountId().map(account -> notified(connection, account)));
  }

  @Override
  public List<NotifiedConnection> ofAccount(ProviderId provider, String account) {
    List<ConnectionId> ids =
        database.inTransaction(
            transaction -> {
              List<ConnectionId> found = new ArrayList<>();
              try (PreparedStatement statement = transaction.prepareStatement(OF_ACCOUNT)) {
                statement.setString(1, provider.value());
                statement.setString(2, account);
                try (ResultSet row = statement.executeQuery()) {
                  while (row.next()) {
                    found.add(new ConnectionId(row.getObject(1, UUID.class)));
                  }
                }
              }
              return found;
            });
    return ids.stream().flatMap(id -> byId(id).stream()).toList();
  }

  private NotifiedConnection notified(AccountConnection connection, String account) {
    Optional<SyncTarget> target = targets.find(connection.id());
    return new NotifiedConnection(
        connection.tenant(),
        connection.id(),
        account,
        switch (connection.status()) {
          case ACTIVE ->
              target.isEmpty()
                  ? NotifiedConnection.State.WITHOUT_PLUGIN
                  : NotifiedConnection.State.ACTIVE;
          case PENDING, REAUTHORIZE -> NotifiedConnection.State.PAUSED;
          case REVOKED -> NotifiedConnection.State.OVER;
        },
        target.map(NotifiedAccounts::streams).orElse(Set.of()),
        Objects.requireNonNullElse(connection.activatedAt(), Instant.EPOCH));
  }

  private static Set<String> streams(SyncTarget target) {
    return target.plugin().descriptor().streams().stream()
        .filter(stream -> stream.movement() != Movement.PUSHED)
        .filter(target::permits)
        .map(StreamDescriptor::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}

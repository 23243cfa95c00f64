package org.healthsync.sync;

import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.Connections;
import org.healthsync.connect.User;
import org.healthsync.connect.Users;
import org.healthsync.platform.ConnectionId;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.spi.auth.Account;

/** Targets from stored connections and loaded plugins. */
final class ActiveTargets implements SyncTargets {

  private final Connections connections;
  private final Users users;
  private final PluginRegistry plugins;

  ActiveTargets(Connections connections, Users users, PluginRegistry plugins) {
    this.connections = connections;
    this.users = users;
    this.plugins = plugins;
  }

  @Override
  public Optional<SyncTarget> find(ConnectionId id) {
    return active(id)
        .flatMap(
            connection ->
                plugins
                    .active(connection.provider())
                    .flatMap(plugin -> target(connection, plugin)));
  }

  @Override
  public boolean isActive(ConnectionId id) {
    return active(id).isPresent();
  }

  private Optional<AccountConnection> active(ConnectionId id) {
    return connections
        .byId(id)
        .filter(connection -> connection.status() == ConnectionStatus.ACTIVE);
  }

  private Optional<SyncTarget> target(AccountConnection connection, ActivePlugin plugin) {
    Optional<User> user = users.find(connection.tenant(), connection.user());
    return user.flatMap(
        person ->
            connection
                .accountId()
                .map(
                    account ->
                        new SyncTarget(
                            connection.tenant(),
                            connection.id(),
                            plugin,
                            account(connection, account),
                            connection.grantedScopes(),
                            person.patient(),
                            person.zone())));
  }

  private static Account account(AccountConnection connection, String id) {
    String zone = connection.accountZone();
    return new Account(id, connection.region(), zone == null ? null : ZoneId.of(zone), Set.of());
  }
}

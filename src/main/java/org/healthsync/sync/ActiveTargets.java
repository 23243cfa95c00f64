package org.healthsync.sync;

import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.Connections;
import org.healthsync.connect.User;
import org.healthsync.connect.Users;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Tenants;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.spi.auth.Account;

/** Targets from stored connections and loaded plugins. */
final class ActiveTargets implements SyncTargets {

  private final Connections connections;
  private final Users users;
  private final Function<ProviderId, Optional<ActivePlugin>> plugins;
  private final Tenants tenants;

  /** Finds plugins by {@code plugins}, those that can be used now. */
  ActiveTargets(
      Connections connections,
      Users users,
      Function<ProviderId, Optional<ActivePlugin>> plugins,
      Tenants tenants) {
    this.connections = connections;
    this.users = users;
    this.plugins = plugins;
    this.tenants = tenants;
  }

  @Override
  public Optional<SyncTarget> find(ConnectionId id) {
    return active(id)
        .filter(connection -> tenants.knows(connection.tenant()))
        .flatMap(
            connection ->
                plugins.apply(connection.provider()).flatMap(plugin -> target(connection, plugin)));
  }

  @Override
  public Optional<String> waitsFor(ConnectionId id) {
    return active(id)
        .map(
            connection ->
                tenants.knows(connection.tenant()) ? PLUGIN_NOT_ACTIVE : TENANT_NOT_CONFIGURED);
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

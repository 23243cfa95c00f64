package org.healthsync.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.notify.ChangeEffects;
import org.healthsync.notify.NotifiedConnection;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.notify.Change;

/** What notifications lead to, in the hands of the other stages. */
final class NotifiedChanges implements ChangeEffects {

  private static final System.Logger LOG = System.getLogger(NotifiedChanges.class.getName());
  private static final String HOLDER = "notification";

  private final Database database;
  private final NotifiedFetches fetches;
  private final SyncTargets targets;
  private final NotifiedPages pages;
  private final AccessTokens tokens;
  private final GrantedScopes scopes;
  private final SyncService syncs;

  NotifiedChanges(
      Database database,
      NotifiedFetches fetches,
      SyncTargets targets,
      NotifiedPages pages,
      AccessTokens tokens,
      GrantedScopes scopes,
      SyncService syncs) {
    this.database = database;
    this.fetches = fetches;
    this.targets = targets;
    this.pages = pages;
    this.tokens = tokens;
    this.scopes = scopes;
    this.syncs = syncs;
  }

  @Override
  public void fetch(Connection transaction, NotifiedConnection connection, List<Wish> wishes)
      throws SQLException {
    fetches.ask(transaction, connection, wishes);
  }

  @Override
  public void fetchesCommitted() {
    fetches.committed();
  }

  @Override
  public void store(NotifiedConnection connection, Change.Data data, Instant receivedAt) {
    Claim claim = claim(connection.id());
    targets
        .find(connection.id())
        .ifPresent(
            target -> {
              try {
                pages.store(target, claim, data.page(), receivedAt);
              } catch (ProviderException e) {
                // the provider has no such stream: there is nothing that the page could be for
                LOG.log(
                    System.Logger.Level.WARNING,
                    () ->
                        "connection %s: a notified page cannot be stored, %s"
                            .formatted(connection.id(), e.code()));
              }
            });
  }

  @Override
  public void delete(NotifiedConnection connection, Change.Deleted deleted, Instant receivedAt) {
    Claim claim = claim(connection.id());
    targets
        .find(connection.id())
        .ifPresent(target -> pages.delete(target, claim, deleted, receivedAt));
  }

  /**
   * Whoever works on the connection now starts its page over: the ledger has one writer. Taken
   * before the connection is looked up: one that ends in between takes it away again.
   */
  private Claim claim(ConnectionId connection) {
    return database.inTransaction(transaction -> Claim.take(transaction, connection, HOLDER));
  }

  @Override
  public boolean revoke(NotifiedConnection connection) {
    try {
      boolean gone = tokens.isGone(connection.id(), "notified");
      if (gone) {
        // nobody else met the loss, so the requests are ended from here
        syncs.stop(connection.id());
      }
      return gone;
    } catch (ProviderException e) {
      throw new IllegalStateException("the provider does not say now: " + e.code().name(), e);
    }
  }

  @Override
  public void permit(NotifiedConnection connection, Change.Permissions permissions) {
    scopes.replace(connection.tenant(), connection.id(), permissions.permissions());
  }
}

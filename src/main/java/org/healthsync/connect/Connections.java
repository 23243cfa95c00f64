package org.healthsync.connect;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.healthsync.platform.Audit;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.UserId;
import org.healthsync.spi.auth.Account;
import org.jspecify.annotations.Nullable;

/**
 * The connections of all tenants; none is found without the right tenant, but by the service itself
 * ({@link #byId}). Safe for many threads.
 */
public final class Connections {

  private final EntityTransactions transactions;
  private final Audit audit;
  private final Clock clock;

  /** Keeps connections by {@code transactions} and tells the audit of every change of status. */
  public Connections(EntityTransactions transactions, Audit audit, Clock clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  /** What is done to the tokens in the transaction that changes a connection. */
  @FunctionalInterface
  public interface TokenWork {
    /** Works on the tokens of {@code connection}. */
    void run(java.sql.Connection database, ConnectionId connection) throws SQLException;
  }

  /** What is done in the transaction that ends a connection, before its tokens are erased. */
  @FunctionalInterface
  public interface EndWork {
    /** Works on {@code connection}, which is locked and still as it was. */
    void run(java.sql.Connection database, AccountConnection connection) throws SQLException;
  }

  /** Where a page of a list begins: after the connection with these keys. */
  public record After(Instant createdAt, ConnectionId id) {}

  /** Stores a new connection. */
  public void add(AccountConnection connection, String actor) {
    transactions.run(
        entities -> {
          ConnectionRow row = new ConnectionRow(connection);
          entities.persist(row);
          audit(entities, row, actor, "connection-begun", connection.provider().value());
          return row;
        });
  }

  /** The tenant's connection of that id. */
  public Optional<AccountConnection> find(TenantId tenant, ConnectionId id) {
    return byId(id).filter(connection -> connection.tenant().equals(tenant));
  }

  /**
   * The tenant's connection of that id.
   *
   * @throws ProblemException {@code not-found} when there is none
   */
  public AccountConnection require(TenantId tenant, ConnectionId id) {
    return find(tenant, id)
        .orElseThrow(
            () -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such connection"));
  }

  /** The connection of that id, for work that the service does by itself. */
  public Optional<AccountConnection> byId(ConnectionId id) {
    return transactions.run(
        entities ->
            Optional.ofNullable(entities.find(ConnectionRow.class, id.value()))
                .map(ConnectionRow::toConnection));
  }

  /** At most {@code limit} connections of a user, oldest first. */
  public List<AccountConnection> ofUser(
      TenantId tenant, UserId user, Optional<After> after, int limit) {
    Instant at = after.map(After::createdAt).orElse(Instant.EPOCH);
    UUID id = after.map(key -> key.id().value()).orElse(new UUID(0, 0));
    return transactions.run(
        entities ->
            entities
                .createQuery(
                    "select c from ConnectionRow c where c.tenantId = :tenant and c.userId = :user"
                        + " and (c.createdAt > :at or (c.createdAt = :at and c.id > :id))"
                        + " order by c.createdAt, c.id",
                    ConnectionRow.class)
                .setParameter("tenant", tenant.value())
                .setParameter("user", user.value())
                .setParameter("at", at)
                .setParameter("id", id)
                .setMaxResults(limit)
                .getResultStream()
                .map(ConnectionRow::toConnection)
                .toList());
  }

  /**
   * Ends an authorization: the account is known, the tokens are stored, the connection is active;
   * all or nothing.
   *
   * <p>An account has one live connection per tenant. When the same user already has one to this
   * account, that one is renewed and the one at hand is revoked in its favour. When another user
   * has it, the authorization is refused: the same data would go to two patients. An authorization
   * again with another account is refused too: cursors and resources belong to the account.
   *
   * @param tokens stores the tokens of the connection it is given
   */
  public Activation activate(
      ConnectionId id, Account account, Set<String> scopes, TokenWork tokens) {
    try {
      return activateOnce(id, account, scopes, tokens);
    } catch (PersistenceException e) {
      // another authorization for the same account was faster; now its connection is seen
      return activateOnce(id, account, scopes, tokens);
    }
  }

  private Activation activateOnce(
      ConnectionId id, Account account, Set<String> scopes, TokenWork tokens) {
    return transactions.run(
        entities -> {
          ConnectionRow row = lock(entities, id);
          if (row == null || row.status == ConnectionStatus.REVOKED) {
            return Activation.refused(Activation.Outcome.GONE);
          }
          if (row.accountId != null && !row.accountId.equals(account.id())) {
            return Activation.refused(Activation.Outcome.OTHER_ACCOUNT);
          }
          ConnectionRow live = liveWithAccount(entities, row, account);
          if (live != null && !live.userId.equals(row.userId)) {
            return Activation.refused(Activation.Outcome.ACCOUNT_IN_USE);
          }
          if (live != null) {
            change(entities, row, ConnectionStatus.REVOKED, "connection-superseded");
          }
          ConnectionRow target = live == null ? row : live;
          target.authorized(account, scopes);
          target.activatedAt = now();
          change(entities, target, ConnectionStatus.ACTIVE, "connection-activated");
          return Activation.of(withTokens(entities, new ConnectionId(target.id), tokens));
        });
  }

  private static ConnectionId withTokens(
      EntityManager entities, ConnectionId id, TokenWork tokens) {
    EntityTransactions.jdbc(
        entities,
        database -> {
          tokens.run(database, id);
          return id;
        });
    return id;
  }

  /**
   * Ends a connection for good and erases its tokens, in one transaction, after which nobody who
   * works on it can write anything more.
   *
   * @param end what else belongs to it; erases the tokens
   * @return whether it was not revoked before
   */
  public boolean revoke(TenantId tenant, ConnectionId id, String actor, EndWork end) {
    return transactions.run(
        entities -> {
          // before the connection's row, in the order in which those who write take the two
          EntityTransactions.jdbc(entities, database -> Claim.take(database, id, "ended"));
          ConnectionRow row = lock(entities, id);
          if (row == null
              || !row.tenantId.equals(tenant.value())
              || row.status == ConnectionStatus.REVOKED) {
            return false;
          }
          audit(entities, row, actor, "connection-revoked", "");
          AccountConnection asItWas = row.toConnection();
          EntityTransactions.jdbc(
              entities,
              database -> {
                end.run(database, asItWas);
                return id;
              });
          row.status = ConnectionStatus.REVOKED;
          row.updatedAt = now();
          return true;
        });
  }

  /** Tells the audit something about a connection. */
  public void note(AccountConnection connection, String actor, String action, String detail) {
    transactions.run(
        entities -> {
          audit(entities, new ConnectionRow(connection), actor, action, detail);
          return connection;
        });
  }

  private @Nullable ConnectionRow liveWithAccount(
      EntityManager entities, ConnectionRow row, Account account) {
    return entities
        .createQuery(
            "select c from ConnectionRow c where c.tenantId = :tenant and c.provider = :provider"
                + " and c.accountId = :account and c.status in :live and c.id <> :id",
            ConnectionRow.class)
        .setParameter("tenant", row.tenantId)
        .setParameter("provider", row.provider)
        .setParameter("account", account.id())
        .setParameter("live", List.of(ConnectionStatus.ACTIVE, ConnectionStatus.REAUTHORIZE))
        .setParameter("id", row.id)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  private static @Nullable ConnectionRow lock(EntityManager entities, ConnectionId id) {
    return entities.find(ConnectionRow.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
  }

  private void change(
      EntityManager entities, ConnectionRow row, ConnectionStatus status, String action) {
    row.status = status;
    row.updatedAt = now();
    audit(entities, row, "connect", action, "");
  }

  private void audit(
      EntityManager entities, ConnectionRow row, String actor, String action, String detail) {
    EntityTransactions.jdbc(
        entities,
        database -> {
          audit.write(
              database, new TenantId(row.tenantId), actor, action, row.id.toString(), detail);
          return row;
        });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

package org.healthsync.connect;

import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.UserId;

/** The users of all tenants; nobody is found without the right tenant. Safe for many threads. */
public final class Users {

  private final EntityTransactions transactions;
  private final Clock clock;

  /** Keeps users by {@code transactions}. */
  public Users(EntityTransactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A user as stored now.
   *
   * @param created whether the user is new
   */
  public record Saved(User user, boolean created) {}

  /** Creates the user or replaces patient and zone. Repeating it changes nothing. */
  public Saved put(TenantId tenant, UserId id, String patient, ZoneId zone) {
    User.requirePatient(patient);
    try {
      return putOnce(tenant, id, patient, zone);
    } catch (PersistenceException e) {
      // somebody else created the same user meanwhile; now it is there to be changed
      return putOnce(tenant, id, patient, zone);
    }
  }

  private Saved putOnce(TenantId tenant, UserId id, String patient, ZoneId zone) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.run(
        entities -> {
          UserRow found =
              entities.find(UserRow.class, key(tenant, id), LockModeType.PESSIMISTIC_WRITE);
          UserRow row = found == null ? new UserRow(tenant, id, now) : found;
          if (found == null || !row.patient.equals(patient) || !row.timeZone.equals(zone.getId())) {
            row.patient = patient;
            row.timeZone = zone.getId();
            row.updatedAt = now;
          }
          if (found == null) {
            entities.persist(row);
          }
          return new Saved(row.toUser(), found == null);
        });
  }

  /** The tenant's user of that id. */
  public Optional<User> find(TenantId tenant, UserId id) {
    return transactions.run(
        entities ->
            Optional.ofNullable(entities.find(UserRow.class, key(tenant, id)))
                .map(UserRow::toUser));
  }

  /**
   * The tenant's user of that id.
   *
   * @throws ProblemException {@code not-found} when there is none
   */
  public User require(TenantId tenant, UserId id) {
    return find(tenant, id)
        .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such user"));
  }

  private static UserKey key(TenantId tenant, UserId id) {
    return new UserKey(tenant.value(), id.value());
  }
}

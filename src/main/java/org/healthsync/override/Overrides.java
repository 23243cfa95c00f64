package org.healthsync.override;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.healthsync.platform.Audit;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The versions of mappings and which of them are at work. Every change is audited and takes effect
 * on all replicas within seconds. Safe for many threads; blocks on the database.
 */
public final class Overrides {

  private final Database database;
  private final Clock clock;
  private final Audit audit;
  private final MappingProof proof;
  private final ActiveMappings active;

  /** Keeps versions in {@code database}, each proved by {@code proof}. */
  public Overrides(
      Database database, Clock clock, Audit audit, MappingProof proof, ActiveMappings active) {
    this.database = database;
    this.clock = clock;
    this.audit = audit;
    this.proof = proof;
    this.active = active;
  }

  /**
   * Proves and keeps a text; the same text again is the same version. It is not at work yet.
   *
   * @throws BrokenMappingException with everything that is wrong with it; nothing is kept then
   */
  public MappingVersion add(MappingName name, String yaml, Who who) throws BrokenMappingException {
    proof.prove(name, yaml);
    return database.inTransaction(
        transaction -> {
          ActivationTable.lock(transaction);
          return add(transaction, name, yaml, who);
        });
  }

  MappingVersion add(Connection transaction, MappingName name, String yaml, Who who)
      throws SQLException {
    Optional<MappingVersion> known = VersionTable.withText(transaction, name, yaml);
    if (known.isPresent()) {
      return known.get();
    }
    MappingVersion added = VersionTable.add(transaction, name, yaml, who, clock.instant());
    audit.write(
        transaction,
        who.tenant(),
        who.name(),
        "mapping-version-added",
        name + "@" + added.number(),
        added.sha256());
    return added;
  }

  /**
   * Puts a version to work. One that is at work already stays so without a trace.
   *
   * @param number null for the shipped mapping
   * @param reason in the caller's words
   * @throws ProblemException {@code not-found} when there is no such version
   * @throws BrokenMappingException when it no longer fits the service or the table at work
   */
  public Activation activate(MappingName name, @Nullable Integer number, String reason, Who who)
      throws BrokenMappingException {
    if (number != null) {
      proof.prove(name, require(name, number).yaml());
    }
    Activation activation =
        database.inTransaction(
            transaction -> {
              ActivationTable.lock(transaction);
              return activate(transaction, name, number, reason, who);
            });
    active.look();
    return activation;
  }

  Activation activate(
      Connection transaction, MappingName name, @Nullable Integer number, String reason, Who who)
      throws SQLException {
    Optional<Activation> last = ActivationTable.last(transaction, name);
    if (last.isPresent() && Objects.equals(last.get().version(), number)) {
      return last.get();
    }
    Activation activation =
        ActivationTable.add(transaction, name, number, who, reason, clock.instant());
    audit.write(
        transaction,
        who.tenant(),
        who.name(),
        "mapping-activated",
        name + "@" + (number == null ? "shipped" : number.toString()),
        Long.toString(activation.sequence()));
    return activation;
  }

  /**
   * Puts to work again what was at work before the present version of a mapping.
   *
   * @throws ProblemException {@code conflict} when nothing but the shipped mapping ever was
   * @throws BrokenMappingException when that one no longer fits
   */
  public Activation rollBack(MappingName name, String reason, Who who)
      throws BrokenMappingException {
    List<Activation> two =
        database.inTransaction(
            transaction -> ActivationTable.list(transaction, name, 0, Long.MAX_VALUE, 2));
    if (two.isEmpty()) {
      throw new ProblemException(
          ProblemCode.CONFLICT, "Only the shipped mapping has ever been at work");
    }
    return activate(name, two.size() == 2 ? two.get(1).version() : null, reason, who);
  }

  /** The last activation of a mapping; empty when the shipped one is at work since ever. */
  public Optional<Activation> last(MappingName name) {
    return database.inTransaction(transaction -> ActivationTable.last(transaction, name));
  }

  /** Activations of a mapping before the sequence number, newest first. */
  public List<Activation> activations(MappingName name, long before, int limit) {
    return database.inTransaction(
        transaction -> ActivationTable.list(transaction, name, 0, before, limit));
  }

  /** Versions of a mapping below the number, newest first. */
  public List<MappingVersion> versions(MappingName name, int before, int limit) {
    return database.inTransaction(
        transaction -> VersionTable.list(transaction, name, before, limit));
  }

  /** A version, or {@code not-found}. */
  public MappingVersion require(MappingName name, int number) {
    return database
        .inTransaction(transaction -> VersionTable.find(transaction, name, number))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemCode.NOT_FOUND, "There is no version " + number + " of " + name));
  }
}

package org.healthsync.notify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Sealer;
import org.healthsync.spi.notify.Change;
import org.jspecify.annotations.Nullable;

/**
 * Keeps accepted changes until they are done, so that none is lost between the answer to the
 * provider and the work. Equal changes that wait are kept once. Safe for many threads.
 */
public final class Inbox {

  /** Long enough for what a batch does, short enough for what a dead replica leaves. */
  private static final Duration LEASE = Duration.ofSeconds(20);

  private final InboxTable table = new InboxTable();
  private final Database database;
  private final Sealer sealer;
  private final Clock clock;

  /** Keeps changes in {@code database}, sealed. */
  public Inbox(Database database, Sealer sealer, Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.clock = clock;
  }

  /** Work on changes inside a transaction. */
  @FunctionalInterface
  interface Step {
    void run(java.sql.Connection database) throws java.sql.SQLException;
  }

  /**
   * Keeps all changes of one call, in one transaction.
   *
   * @param address whose address it came to; null for the provider's
   * @return how many waited already
   */
  int keep(
      ProviderId provider,
      @Nullable ConnectionId address,
      List<Change> changes,
      Instant receivedAt) {
    List<Kept> all = new ArrayList<>();
    for (Change change : changes) {
      // a microsecond apart: those of one call keep their order
      Instant at = receivedAt.plusNanos(1_000L * all.size());
      all.add(kept(provider, address, change, at));
    }
    // in one order for everybody: two calls with the same changes must not block one another
    all.sort((one, other) -> java.util.Arrays.compare(one.sameAs(), other.sameAs()));
    return database.inTransaction(
        transaction -> {
          int waited = 0;
          for (Kept one : all) {
            waited += table.add(transaction, one.entry(), one.sameAs(), receivedAt) ? 0 : 1;
          }
          return waited;
        });
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(InboxEntry entry, byte[] sameAs) {}

  private Kept kept(
      ProviderId provider, @Nullable ConnectionId address, Change change, Instant receivedAt) {
    UUID id = UUID.randomUUID();
    byte[] text = ChangeText.write(change);
    InboxEntry entry =
        new InboxEntry(id, provider, address, sealer.seal(text, place(id)), receivedAt, 0);
    return new Kept(entry, hash(provider + " " + address + " ", text));
  }

  /** Takes what is due. */
  List<InboxEntry> take(int limit) {
    return database.inTransaction(
        transaction -> table.take(transaction, clock.instant(), LEASE, limit));
  }

  /** The change itself. */
  Change open(InboxEntry entry) {
    return ChangeText.read(sealer.open(entry.sealed(), place(entry.id())));
  }

  /** Runs {@code step} in a transaction of the database that the inbox is in. */
  void inTransaction(Step step) {
    database.inTransaction(
        transaction -> {
          step.run(transaction);
          return step;
        });
  }

  /** Forgets changes that are done or given up. */
  void remove(Collection<UUID> ids) {
    inTransaction(transaction -> table.remove(transaction, ids));
  }

  /** Leaves a change for later. */
  void later(UUID id, Duration delay) {
    database.inTransaction(
        transaction -> {
          table.putBack(transaction, List.of(id), clock.instant().plus(delay));
          return id;
        });
  }

  private static String place(UUID id) {
    return "webhook-inbox:" + id;
  }

  private static byte[] hash(String whose, byte[] text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(whose.getBytes(StandardCharsets.UTF_8));
      return digest.digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

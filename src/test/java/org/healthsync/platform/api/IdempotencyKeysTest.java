package org.healthsync.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.api.IdempotencyKeys.Answer;
import org.healthsync.platform.api.IdempotencyKeys.Reservation;
import org.junit.jupiter.api.Test;

class IdempotencyKeysTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final byte[] ORDER = {1};
  private static final byte[] OTHER_ORDER = {2};
  private static final Answer ACCEPTED = new Answer(202, "https://sync.example/1", null);

  private final SettableClock clock =
      new SettableClock(Instant.parse("2026-03-10T08:00:00.123456789Z"));
  private final IdempotencyKeys keys =
      new IdempotencyKeys(DATABASE.database(), Sealer.of(Sealer.newKeyset()), clock);

  @Test
  void answerIsGivenAgain() {
    keys.store(reserved("a", ORDER), ACCEPTED);

    assertThat(keys.reserve(LedgerDatabase.TENANT, "a", ORDER).earlier()).isEqualTo(ACCEPTED);
  }

  @Test
  void whatBecameOfACallThatNeverEndedIsUnknownAndItIsNotRunAgain() {
    reserved("b", ORDER);

    assertConflict("b", "has not ended yet");
    clock.advance(Duration.ofMinutes(3));
    assertConflict("b", "unknown");
    clock.advance(Duration.ofDays(1));
    assertConflict("b", "unknown");
    keys.purge(Duration.ofDays(1));
    reserved("b", ORDER);
  }

  @Test
  void callThatComesBackAfterItsKeyWasForgottenDoesNotTouchTheNextOne() {
    Reservation late = reserved("c", ORDER);
    clock.advance(Duration.ofDays(3));
    keys.purge(Duration.ofDays(2));
    Reservation next = reserved("c", OTHER_ORDER);

    keys.store(late, new Answer(201, "https://sync.example/late", null));
    keys.release(late);
    keys.store(next, ACCEPTED);

    assertThat(keys.reserve(LedgerDatabase.TENANT, "c", OTHER_ORDER).earlier()).isEqualTo(ACCEPTED);
  }

  @Test
  void keyOfACallThatFailedIsFree() {
    keys.release(reserved("d", ORDER));

    reserved("d", OTHER_ORDER);
  }

  private Reservation reserved(String key, byte[] hash) {
    IdempotencyKeys.Found found = keys.reserve(LedgerDatabase.TENANT, key, hash);
    assertThat(found.earlier()).isNull();
    return Objects.requireNonNull(found.reservation());
  }

  private void assertConflict(String key, String detail) {
    assertThatThrownBy(() -> keys.reserve(LedgerDatabase.TENANT, key, ORDER))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.CONFLICT))
        .hasMessageContaining(detail);
  }
}

package org.healthsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ClaimLostException;
import org.healthsync.platform.ConnectionId;
import org.junit.jupiter.api.Test;

class StreamStatesTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-10T00:00:00Z"));
  private final StreamStates states = new StreamStates(DATABASE.database(), clock);
  private final ConnectionId connection = DATABASE.connection();
  private final Claim claim = DATABASE.claim(connection);

  @Test
  void untouchedStreamHasNoState() {
    assertThat(states.of(connection, "measures")).isEmpty();
  }

  @Test
  void successClearsTheErrorAndKeepsTheCursor() {
    new Ledger(DATABASE.database(), clock).commit(new Pages(claim).of(), ProvenanceSource.NONE);
    states.markFailure(claim, "measures", "throttled");
    assertThat(states.of(connection, "measures").orElseThrow().lastError()).isEqualTo("throttled");

    states.markSuccess(claim, "measures");

    StreamState state = states.of(connection, "measures").orElseThrow();
    assertThat(state.lastError()).isNull();
    assertThat(state.lastErrorAt()).isNull();
    assertThat(state.lastSuccessAt()).isEqualTo(clock.instant());
    assertThat(state.cursor()).isNotNull();
  }

  @Test
  void supersededClaimMarksNothing() {
    DATABASE.claim(connection);

    assertThatThrownBy(() -> states.markSuccess(claim, "measures"))
        .isInstanceOf(ClaimLostException.class);
    assertThat(states.of(connection)).isEmpty();
  }
}

package org.healthsync.sync;

import java.util.List;
import org.healthsync.connect.StreamProgress;
import org.healthsync.ledger.StreamStates;
import org.healthsync.platform.ConnectionId;

/** Progress of streams as the API shows it with a connection. */
final class LedgerProgress implements StreamProgress {

  private final StreamStates states;

  LedgerProgress(StreamStates states) {
    this.states = states;
  }

  @Override
  public List<Progress> of(ConnectionId connection) {
    return states.of(connection).stream()
        .map(
            state ->
                new Progress(
                    state.stream(), state.cursorAt(), state.lastSuccessAt(), state.lastError()))
        .toList();
  }
}

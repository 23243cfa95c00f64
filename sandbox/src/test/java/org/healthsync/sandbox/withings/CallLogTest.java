package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.healthsync.sandbox.http.Call;
import org.junit.jupiter.api.Test;

final class CallLogTest {

  private final CallLog log = new CallLog(Clock.systemUTC(), 2);

  @Test
  void whoCountsCallsIsToldThatSomeAreForgotten() {
    add();
    add();
    assertThat(log.calls()).hasSize(2);
    add();
    assertThatThrownBy(log::calls).hasMessage("1 calls are not remembered any more");
    assertThat(log.stats().callsOf("measure/getmeas")).isEqualTo(3);
  }

  private void add() {
    Call call = new Call("POST", "/measure", Map.of(), "", Optional.empty());
    log.add("measure/getmeas", 1L, "0", new Params(call), false);
  }
}

package org.healthsync.sandbox.withings;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;

/** A cloud of its own for every test, on a free port, with a clock that the test moves. */
abstract class CloudTest {

  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  final SettableClock clock = new SettableClock(NOW);
  WithingsCloud cloud = WithingsCloud.start(options().build());
  CloudClient app = new CloudClient(cloud);
  SandboxControl control = cloud.control();
  long user = control.users().get(0).userId();

  /**
   * Some months of history and no limit in the way; a test class that is about either changes it.
   */
  WithingsCloudOptions.Builder options() {
    return WithingsCloudOptions.builder()
        .clock(clock)
        .start(LocalDate.of(2026, 6, 1))
        .callsPerMinute(10_000)
        .checkCallbacks(false);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }
}

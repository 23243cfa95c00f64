package org.healthsync.faults.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.healthsync.faults.FaultRun;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.scenario.AcknowledgedEarly;
import org.healthsync.faults.scenario.CursorCommittedEarly;
import org.healthsync.faults.scenario.DeliveryAnswerLost;
import org.healthsync.faults.scenario.GrantRevoked;
import org.healthsync.faults.scenario.RefreshAnswerLost;
import org.healthsync.faults.scenario.SpoiltJson;
import org.healthsync.sandbox.stack.ServerFiles;
import org.junit.jupiter.api.Test;

/** Some faults that take seconds, one after the other on one deployment. */
final class ShortFaultRunIT {

  private static final List<Scenario> SHORT =
      List.of(
          new RefreshAnswerLost(),
          new GrantRevoked(),
          new DeliveryAnswerLost(),
          new SpoiltJson(),
          new CursorCommittedEarly(),
          new AcknowledgedEarly());

  @Test
  void shortSelectionOfFaultsLeavesEveryPromiseKept() {
    ServerFiles files =
        new ServerFiles(path("healthsync.server.runtime"), path("healthsync.server.template"));
    FaultRun run =
        new FaultRun(
            FleetOptions.of(files, path("healthsync.server.work")), System.nanoTime(), System.out);
    assertThat(run.play(SHORT)).as("failed").isEmpty();
  }

  private static Path path(String property) {
    return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
  }
}

package org.healthsync.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.healthsync.faults.run.FleetOptions;

/** {@code ./mvnw -Pfaults verify}: see docs/faults.md. */
public final class FaultsMain {

  // held, so that its level is not forgotten with it
  private static final Logger LOG = Logger.getLogger("");

  private FaultsMain() {}

  /** Ends with 0 when everything was as promised. */
  public static void main(String... arguments) {
    // one line for each fault is what people come for
    LOG.setLevel(Level.WARNING);
    FaultsArguments parsed = FaultsArguments.parse(arguments);
    empty(parsed.work());
    List<Scenario> scenarios = Scenarios.chosen(parsed);
    FleetOptions shared =
        FleetOptions.of(parsed.files(), parsed.work()).withReplicas(parsed.replicas());
    FaultRun run = new FaultRun(shared, parsed.seed(), System.out);
    System.exit(run.play(scenarios).isEmpty() ? 0 : 1);
  }

  /** Removes what an earlier run left. */
  static void empty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an earlier run's files cannot be deleted", e);
    }
  }
}

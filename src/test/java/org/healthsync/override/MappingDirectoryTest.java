package org.healthsync.override;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.override.Workshop.ANN;
import static org.healthsync.override.Workshop.MEASURES;
import static org.healthsync.override.Workshop.dropping;
import static org.healthsync.override.Workshop.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.FileMistake;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingDirectoryTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final String FILE = "withings/measures.yaml";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-10T08:00:00Z"));

  private final Path root;

  MappingDirectoryTest(@TempDir Path root) {
    this.root = root;
  }

  /** A replica with a directory of its own, as a pod has its own mount. */
  private final class Replica {
    final Path folder;
    final Workshop workshop = new Workshop(DATABASE, clock);
    final MappingDirectory directory;

    Replica(String name) {
      this.folder = root.resolve(name);
      try {
        Files.createDirectories(folder.resolve("withings"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      this.directory =
          new MappingDirectory(
              new MappingFolder(folder),
              DATABASE.database(),
              workshop.overrides,
              workshop.proof,
              workshop.active,
              () -> workshop.known);
    }

    Replica sees(String file, String text) {
      try {
        Files.writeString(folder.resolve(file), text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return scans();
    }

    Replica losesSight(String file) throws IOException {
      Files.delete(folder.resolve(file));
      return scans();
    }

    Replica scans() {
      directory.scan();
      return this;
    }
  }

  @BeforeEach
  void clear() {
    DATABASE.update("delete from mapping_activation");
    DATABASE.update("delete from mapping_version");
  }

  @Test
  void newFileIsKeptAndPutToWorkAlsoAtTheStart() {
    new Replica("a").sees(FILE, weights(2)).sees("fhir.yaml", dropping("bone-mass"));

    assertThat(log()).containsExactly("withings/measures 1 DIRECTORY", "fhir 1 DIRECTORY");
  }

  @Test
  void fileThatStaysIsActivatedOnce() {
    new Replica("a").sees(FILE, weights(2)).scans().scans();
    new Replica("b").sees(FILE, weights(2));

    assertThat(log()).containsExactly("withings/measures 1 DIRECTORY");
  }

  @Test
  void changeBackToAKnownTextPutsThatOneToWorkAgain() {
    new Replica("a").sees(FILE, weights(2)).sees(FILE, weights(3)).sees(FILE, weights(2));

    assertThat(versions()).containsExactly("1", "2", "1");
  }

  @Test
  void removedFileIsTheShippedMappingAndItsReturnTheOldVersion() throws IOException {
    Replica replica = new Replica("a").sees(FILE, weights(2)).losesSight(FILE).scans();
    assertThat(versions()).containsExactly("1", "shipped");

    replica.sees(FILE, weights(2));
    assertThat(versions()).containsExactly("1", "shipped", "1");
  }

  @Test
  void lateReplicaDoesNotUndoANewerChange() {
    Replica early = new Replica("a");
    Replica late = new Replica("b");
    early.sees(FILE, weights(2));
    late.sees(FILE, weights(2));
    early.sees(FILE, weights(3)).sees(FILE, weights(4));

    late.scans().sees(FILE, weights(3));
    assertThat(versions()).containsExactly("1", "2", "3");

    late.sees(FILE, weights(4));
    assertThat(versions()).containsExactly("1", "2", "3");
  }

  @Test
  void replicasThatSeeTheSameRollBackOneAfterTheOtherDoItOnce() {
    Replica one = new Replica("a").sees(FILE, weights(2)).sees(FILE, weights(3));
    Replica two = new Replica("b").sees(FILE, weights(2)).sees(FILE, weights(3));
    one.sees(FILE, weights(2));
    two.sees(FILE, weights(2));

    assertThat(versions()).containsExactly("1", "2", "1");
  }

  @Test
  void whatWasRolledBackByTheApiStaysSoWhenAReplicaStarts() throws Exception {
    Replica replica = new Replica("a").sees(FILE, weights(2));
    replica.workshop.overrides.rollBack(MEASURES, "wrong", ANN);

    replica.scans();
    new Replica("b").sees(FILE, weights(2)).scans();

    assertThat(versions()).containsExactly("1", "shipped");
  }

  @Test
  void fileThatChangesAfterARollBackByTheApiIsPutToWork() throws Exception {
    Replica replica = new Replica("a").sees(FILE, weights(2)).sees(FILE, weights(3));
    replica.workshop.overrides.rollBack(MEASURES, "wrong", ANN);

    replica.sees(FILE, weights(4));

    assertThat(versions()).containsExactly("1", "2", "1", "3");
  }

  @Test
  void brokenFileIsListedWithLineAndReasonAndTheActiveOneStays() {
    Replica replica = new Replica("a").sees(FILE, weights(2));

    replica.sees(FILE, weights(3) + "colour: red\n").scans();

    List<FileMistake> mistakes = replica.directory.refused().get(FILE);
    assertThat(mistakes).singleElement().extracting(FileMistake::line).isEqualTo(13);
    assertThat(versions()).containsExactly("1");
    replica.sees(FILE, weights(3));
    assertThat(replica.directory.refused()).isEmpty();
    assertThat(versions()).containsExactly("1", "2");
  }

  @Test
  void fileForNoStreamIsListed() {
    Replica replica =
        new Replica("a").sees("withings/dreams.yaml", weights(2)).sees("notes.yaml", "a: 1");

    assertThat(replica.directory.refused()).containsOnlyKeys("notes.yaml", "withings/dreams.yaml");
    assertThat(log()).isEmpty();
  }

  @Test
  void flatNameIsTheSameMappingAndTwoFilesForOneAreRefused() {
    Replica replica = new Replica("a").sees("withings.measures.yaml", weights(2));
    assertThat(log()).containsExactly("withings/measures 1 DIRECTORY");

    replica.sees(FILE, weights(3));

    assertThat(replica.directory.refused()).containsOnlyKeys(FILE);
    assertThat(versions()).containsExactly("1");
  }

  @Test
  void directoryThatIsAwayChangesNothing() throws IOException {
    Replica replica = new Replica("a").sees(FILE, weights(2));
    Files.move(replica.folder, root.resolve("away"));

    replica.scans();

    assertThat(versions()).containsExactly("1");
  }

  @Test
  void streamThatWaitsForARowOfTheTableIsTakenWithIt() {
    String grip = weights(2).replace("body-weight", "grip-strength");
    String row =
        """
        version: 2
        types:
          grip-strength:
            name: Grip strength
            category: exam
            code: [{loinc: 83174-3}]
            value: {quantity: kg}
        """;
    Replica replica = new Replica("a").sees(FILE, grip);
    assertThat(replica.directory.refused()).containsOnlyKeys(FILE);

    replica.sees("fhir.yaml", row);

    assertThat(replica.directory.refused()).isEmpty();
    assertThat(log()).containsExactly("fhir 1 DIRECTORY", "withings/measures 1 DIRECTORY");
  }

  private static List<String> log() {
    return DATABASE.column(
        "select name || ' ' || coalesce(number::text, 'shipped') || ' ' || origin"
            + " from mapping_activation order by seq");
  }

  private static List<String> versions() {
    return DATABASE.column(
        "select coalesce(number::text, 'shipped') from mapping_activation order by seq");
  }
}

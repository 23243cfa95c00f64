package org.healthsync.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScenariosTest {

  private final Path folder;

  ScenariosTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void packServer() throws IOException {
    Files.createDirectories(folder.resolve("wlp/bin/tools"));
    Files.writeString(folder.resolve("wlp/bin/tools/ws-server.jar"), "");
    Files.createDirectories(folder.resolve("server"));
    Files.writeString(folder.resolve("server/server.xml"), "");
  }

  @Test
  void everyScenarioHasANumberOfItsOwnAndAName() {
    var all = Scenarios.all(parse());
    assertThat(all).extracting(Scenario::number).doesNotHaveDuplicates().isSorted();
    assertThat(all).extracting(Scenario::name).doesNotHaveDuplicates().doesNotContain("");
  }

  @Test
  void onlyChosenScenariosArePlayed() {
    assertThat(Scenarios.chosen(parse("--only=8, 3")))
        .extracting(Scenario::number)
        .containsExactly(3, 8);
  }

  @Test
  void unknownNumberIsRefused() {
    assertThatThrownBy(() -> Scenarios.chosen(parse("--only=3,99")))
        .hasMessageContaining("no faults [99]");
  }

  @Test
  void blankOptionsHaveDefaults() {
    FaultsArguments arguments = parse("--seed=", "--only=", "--kills=", "--users=");
    assertThat(arguments.only()).isEmpty();
    assertThat(arguments.kills()).isEqualTo(Duration.ofMinutes(1));
    assertThat(arguments.users()).isEqualTo(40);
  }

  @Test
  void givenOptionsAreUsedAndUnknownOnesRefused() {
    FaultsArguments arguments = parse("--seed=7", "--kills=PT10M", "--users=2000");
    assertThat(arguments.seed()).isEqualTo(7);
    assertThat(arguments.kills()).isEqualTo(Duration.ofMinutes(10));
    assertThat(arguments.users()).isEqualTo(2_000);
    assertThatThrownBy(() -> parse("--kill=PT1M")).hasMessageContaining("unknown");
    assertThatThrownBy(() -> parse("--users=0")).hasMessageContaining("users");
  }

  private FaultsArguments parse(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "--runtime=" + folder.resolve("wlp");
    all[1] = "--server=" + folder.resolve("server");
    all[2] = "--work=" + folder.resolve("work");
    System.arraycopy(more, 0, all, 3, more.length);
    return FaultsArguments.parse(all);
  }
}

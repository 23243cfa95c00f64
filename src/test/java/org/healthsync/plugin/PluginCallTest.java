package org.healthsync.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.ReadingSink;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginCallTest {

  private static final Duration SHORT = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Path directory;
  private final PluginBench bench;

  PluginCallTest(@TempDir Path directory) {
    this.directory = directory;
    this.bench = new PluginBench(directory);
  }

  @AfterEach
  void close() {
    System.clearProperty("zoo.release");
    bench.close();
  }

  @Test
  void resultPassesThrough() throws Exception {
    assertThat(fetch(load(new PluginSource()), LONG).raw().payload().utf8()).isEqualTo("100");
  }

  @Test
  void errorsOfThePluginAreDefectsAndTheirMessagesAreDropped() {
    ProviderException failure =
        failure(plugin("if (true) throw new NumberFormatException(\"For 72.5\");"), LONG);
    assertThat(failure.code()).isEqualTo(StandardError.PLUGIN_DEFECT);
    assertThat(failure).hasMessageContaining("java.lang.NumberFormatException");
    assertThat(printed(failure)).doesNotContain("72.5").contains("ZooPlugin");
  }

  @Test
  void stackOverflowIsADefect() {
    ActivePlugin plugin =
        load(
            new PluginSource()
                .with("fields", "static int deep(int n) { return deep(n + 1) + 1; }")
                .with("fetch", "deep(0);"));
    assertThat(code(plugin, LONG)).isEqualTo(StandardError.PLUGIN_DEFECT);
    assertThat(plugin.containment().outOfService()).isEmpty();
  }

  @Test
  void missingLibraryIsADefect() {
    assertThat(code(plugin("if (true) throw new NoClassDefFoundError(\"org/lib/X\");"), LONG))
        .isEqualTo(StandardError.PLUGIN_DEFECT);
  }

  @Test
  void outOfMemoryIsADefectAndTakesThePluginOutOfService() {
    ActivePlugin plugin = plugin("if (true) throw new OutOfMemoryError(\"heap\");");
    assertThat(code(plugin, LONG)).isEqualTo(StandardError.PLUGIN_DEFECT);
    assertThat(plugin.status().state()).isEqualTo(PluginStatus.State.FAILED);
    assertThat(plugin.status().reason()).contains("used up the memory in fetch");
  }

  @Test
  void nullPageIsADefect() {
    assertThat(code(plugin("if (true) return null;"), LONG)).isEqualTo(StandardError.PLUGIN_DEFECT);
  }

  @Test
  void errorInMapIsADefect() {
    ActivePlugin plugin =
        load(new PluginSource().with("map", "if (true) throw new AssertionError(\"map\");"));
    RawPage page =
        new RawPage("weights", Payload.of("{}"), "text/plain", Map.of(), PluginBench.NOW);
    ProviderException failure =
        catchThrowableOfType(
            ProviderException.class,
            () ->
                bench
                    .call()
                    .within(
                        LONG,
                        plugin.containment(),
                        "map",
                        () -> {
                          plugin.provider().map(page, new Nowhere());
                          return true;
                        }));
    assertThat(failure.code()).isEqualTo(StandardError.PLUGIN_DEFECT);
  }

  @Test
  void errorsWithACodePassAsTheyAre() {
    ProviderException failure =
        failure(
            plugin(
                "if (true) throw new ProviderException(StandardError.THROTTLED, \"slow\","
                    + " Duration.ofSeconds(9), null);"),
            LONG);
    assertThat(failure.code()).isEqualTo(StandardError.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(9));
  }

  @Test
  void callThatNeverReturnsIsInterruptedAndLeavesNothingBehind() {
    ActivePlugin plugin =
        plugin(
            "try { synchronized (this) { wait(); } }"
                + " catch (InterruptedException e) { throw new RuntimeException(e); }");
    assertThat(code(plugin, SHORT)).isEqualTo(StandardError.PLUGIN_TIMEOUT);
    assertThat(plugin.containment().abandonedCalls()).isZero();
  }

  @Test
  void callsThatIgnoreTheirInterruptAreCountedAndTakeThePluginOutOfServiceUntilTheyReturn()
      throws Exception {
    ActivePlugin plugin = plugin("while (System.getProperty(\"zoo.release\") == null) { }");
    ActivePlugin other = loadAs("other");
    // one after the other: five spinning threads are enough for the machine
    for (int i = 0; i < 5; i++) {
      assertThat(code(plugin, SHORT)).isEqualTo(StandardError.PLUGIN_TIMEOUT);
    }
    assertThat(plugin.status().reason()).startsWith("5 of its calls do not return");
    assertThat(failure(plugin, LONG)).hasMessageContaining("not called");
    assertThat(fetch(other, LONG).more()).isFalse();
    System.setProperty("zoo.release", "now");
    Awaitility.await().until(() -> plugin.containment().abandonedCalls() == 0);
    assertThat(fetch(plugin, LONG).more()).isFalse();
  }

  @Test
  void pluginSeesItsOwnClassLoaderAsContext() throws Exception {
    ActivePlugin plugin =
        plugin(
            "if (Thread.currentThread().getContextClassLoader() != getClass().getClassLoader())"
                + " throw new IllegalStateException();");
    assertThat(fetch(plugin, LONG).more()).isFalse();
  }

  private Page fetch(ActivePlugin plugin, Duration deadline) throws ProviderException {
    return bench
        .call()
        .within(deadline, plugin.containment(), "fetch", () -> PluginBench.fetch(plugin));
  }

  private ProviderException failure(ActivePlugin plugin, Duration deadline) {
    return catchThrowableOfType(ProviderException.class, () -> fetch(plugin, deadline));
  }

  private ErrorCode code(ActivePlugin plugin, Duration deadline) {
    return failure(plugin, deadline).code();
  }

  private ActivePlugin plugin(String fetch) {
    return load(new PluginSource().with("fetch", fetch));
  }

  private ActivePlugin loadAs(String id) {
    new PluginSource().with("id", id).jar().writeTo(directory.resolve(id + ".jar"));
    return bench.credentials(id).scan().active(new ProviderId(id)).orElseThrow();
  }

  private ActivePlugin load(PluginSource source) {
    source.jar().writeTo(directory.resolve("zoo.jar"));
    return bench.scan().active(PluginBench.ZOO).orElseThrow();
  }

  private static String printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static final class Nowhere implements ReadingSink {
    @Override
    public void reading(Reading reading) {}

    @Override
    public void problem(MappingProblem problem) {}

    @Override
    public void skipped(String what) {}
  }
}

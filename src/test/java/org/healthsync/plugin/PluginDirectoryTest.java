package org.healthsync.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.healthsync.spi.SpiVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginDirectoryTest {

  private final Path directory;
  private final PluginBench bench;

  PluginDirectoryTest(@TempDir Path directory) {
    this.directory = directory;
    this.bench = new PluginBench(directory);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void workingJarIsActiveWithItsVersionSettingsAndEndpoints() throws Exception {
    new PluginSource()
        .jar()
        .manifest("Implementation-Version", "2.3")
        .manifest(SpiVersion.MANIFEST_ATTRIBUTE, "1.0")
        .writeTo(directory.resolve("zoo.jar"));
    bench
        .set("healthsync.provider.zoo.page-size", "7")
        .set("healthsync.provider.zoo.endpoint.api", "http://localhost:1/all")
        .set("healthsync.provider.zoo.endpoint.token.default", "http://localhost:1/token");
    try (PluginRegistry registry = bench.scan()) {
      ActivePlugin plugin = registry.active(PluginBench.ZOO).orElseThrow();
      assertThat(registry.status())
          .containsExactly(
              new PluginStatus("zoo", "2.3", "zoo.jar", PluginStatus.State.ACTIVE, "", 0));
      assertThat(PluginBench.fetch(plugin).raw().payload().utf8()).isEqualTo("7");
      assertThat(plugin.endpoint("default", "api")).contains(URI.create("http://localhost:1/all"));
      assertThat(plugin.endpoint("default", "token"))
          .contains(URI.create("http://localhost:1/token"));
      assertThat(plugin.endpoint("default", "authorize"))
          .contains(URI.create("https://zoo.example/authorize"));
      assertThat(plugin.settings().client().toString()).doesNotContain("hidden");
    }
  }

  @Test
  void directoryOfJarsIsOnePluginWithItsLibraries() throws IOException {
    Path plugin = Files.createDirectory(directory.resolve("zoo"));
    new PluginSource()
        .with("constructor", "org.library.Greeting.text();")
        .jar()
        .source("org.library.Greeting", library("one"))
        .writeTo(plugin.resolve("zoo.jar"));
    assertThat(failureOrActive()).isEqualTo("ACTIVE");
  }

  @Test
  void twoPluginsHaveDifferentVersionsOfOneLibrary() throws Exception {
    for (String version : new String[] {"one", "two"}) {
      bench.credentials(version);
      new PluginSource()
          .with("id", version)
          .with(
              "fetch",
              """
              if (true) return new Page(new RawPage(request.stream(),
                  Payload.of(org.library.Greeting.text()), "text/plain", Map.of(),
                  context.clock().instant()), new Cursor(1, "1"), false);
              """)
          .jar()
          .source("org.library.Greeting", library(version))
          .writeTo(directory.resolve(version + ".jar"));
    }
    try (PluginRegistry registry = bench.scan()) {
      assertThat(registry.active()).hasSize(2);
      for (ActivePlugin plugin : registry.active()) {
        assertThat(PluginBench.fetch(plugin).raw().payload().utf8())
            .isEqualTo(plugin.descriptor().id());
      }
    }
  }

  @Test
  void librariesOfTheServiceAreInvisible() {
    new PluginSource()
        .with(
            "constructor",
            """
            try {
              Class.forName("com.fasterxml.jackson.databind.ObjectMapper");
              throw new IllegalStateException("the host's Jackson is visible");
            } catch (ClassNotFoundException expected) {
            }
            if (getClass().getClassLoader().getResource("db/migration/V1__schema.sql") != null)
              throw new IllegalStateException("the host's resources are visible");
            """)
        .jar()
        .writeTo(directory.resolve("zoo.jar"));
    assertThat(failureOrActive()).isEqualTo("ACTIVE");
  }

  @Test
  void ownCopyOfTheSpiIsIgnored() {
    new PluginSource()
        .jar()
        .source(
            "org.healthsync.spi.Remedy",
            "package org.healthsync.spi; public enum Remedy { NOT_THE_HOSTS }")
        .writeTo(directory.resolve("zoo.jar"));
    assertThat(failureOrActive()).isEqualTo("ACTIVE");
  }

  @Test
  void brokenJarsAreListedWithReasonsWhileTheOthersRun() throws IOException {
    new PluginSource().jar().writeTo(directory.resolve("m-good.jar"));
    Files.writeString(directory.resolve("a-no-zip.jar"), "this is no zip file");
    Files.createFile(directory.resolve("b-empty.jar"));
    Files.createDirectory(directory.resolve("c-no-jar"));
    Files.writeString(directory.resolve("readme.txt"), "not looked at");
    new PluginJar().resource("x.txt", "x").writeTo(directory.resolve("z-no-entry.jar"));
    try (PluginRegistry registry = bench.scan()) {
      assertThat(registry.status())
          .extracting(status -> status.file() + " " + status.state() + " " + status.reason())
          .containsExactly(
              "m-good.jar ACTIVE ",
              "a-no-zip.jar FAILED a-no-zip.jar is not a readable jar: copy it again",
              "b-empty.jar FAILED b-empty.jar is not a readable jar: copy it again",
              "c-no-jar FAILED the directory holds no jar",
              "z-no-entry.jar FAILED it has no service entry: name the plugin's class in"
                  + " META-INF/services/org.healthsync.spi.ProviderPlugin");
    }
  }

  @Test
  void jarWithADamagedEntryKeepsNothingFromRunning() throws IOException {
    new PluginSource().jar().writeTo(directory.resolve("z-good.jar"));
    Path damaged = directory.resolve("a.jar");
    new PluginJar().entry("zoo.ZooPlugin").writeTo(damaged);
    byte[] bytes = Files.readAllBytes(damaged);
    int service = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("ProviderPlugin");
    Arrays.fill(bytes, service + 14, service + 24, (byte) 0xFF);
    Files.write(damaged, bytes);
    try (PluginRegistry registry = bench.scan()) {
      assertThat(registry.status())
          .extracting(status -> status.file() + " " + status.state() + " " + status.reason())
          .containsExactly(
              "z-good.jar ACTIVE ", "a.jar FAILED a.jar is not a readable jar: copy it again");
    }
  }

  @Test
  void failuresThatAreTheCauseOfEachOtherEndNowhereAndAreContained() {
    broken(
        "descriptor",
        """
        RuntimeException one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("other", one));
        if (true) throw one;
        """);
    assertThat(failureOrActive()).startsWith("descriptor() failed: IllegalStateException: ");
  }

  @Test
  void mappingThatIsTooDeepForTheStackIsContained() {
    new PluginSource()
        .with("mapping", "\"mapping/weights.yaml\"")
        .jar()
        .resource("mapping/weights.yaml", "deep")
        .writeTo(jar());
    assertThat(failureOrActive())
        .isEqualTo("compiling mapping file mapping/weights.yaml failed: StackOverflowError");
  }

  @Test
  void twoServiceEntriesAreRefused() {
    new PluginSource().jar().entry("zoo.ZooPlugin", "zoo.Other").writeTo(jar());
    assertThat(failureOrActive()).contains("2 service entries (zoo.ZooPlugin, zoo.Other)");
  }

  @Test
  void missingEntryClassIsNamed() {
    new PluginJar().entry("zoo.Nowhere").writeTo(jar());
    assertThat(failureOrActive()).contains("zoo.Nowhere");
  }

  @Test
  void constructorThatThrowsGivesItsMessageAsReason() {
    broken("constructor", "if (true) throw new IllegalStateException(\"no luck today\");");
    assertThat(failureOrActive()).contains("IllegalStateException: no luck today");
  }

  @Test
  void staticInitializerThatFailsIsContained() {
    broken("fields", "static int x = fail(); static int fail() { throw new Error(\"no class\"); }");
    assertThat(failureOrActive()).contains("Error: no class");
  }

  @Test
  void descriptorThatThrowsIsContained() {
    broken("descriptor", "if (true) throw new StackOverflowError();");
    assertThat(failureOrActive()).isEqualTo("descriptor() failed: StackOverflowError");
  }

  @Test
  void descriptorOfNullIsRefused() {
    broken("descriptor", "if (true) return null;");
    assertThat(failureOrActive()).isEqualTo("descriptor() failed: returned null");
  }

  @Test
  void createThatReturnsNullIsRefused() {
    broken("create", "if (true) return null;");
    assertThat(failureOrActive()).isEqualTo("create() failed: returned null");
  }

  @Test
  void newerSpiInTheManifestIsRefusedBeforeAnyClassIsLoaded() {
    new PluginJar()
        .entry("zoo.Nowhere")
        .manifest(SpiVersion.MANIFEST_ATTRIBUTE, "2.0")
        .writeTo(jar());
    assertThat(failureOrActive())
        .isEqualTo(
            "it needs SPI 2.0 but this service offers 1.0: update the service or use an older"
                + " version of the plugin");
  }

  @Test
  void unreadableSpiInTheManifestIsRefused() {
    new PluginSource().jar().manifest(SpiVersion.MANIFEST_ATTRIBUTE, "latest").writeTo(jar());
    assertThat(failureOrActive()).contains("must be major.minor");
  }

  @Test
  void newerSpiInTheDescriptorIsRefused() {
    broken("spi", "1, 7");
    assertThat(failureOrActive()).startsWith("it needs SPI 1.7 but this service offers 1.0");
  }

  @Test
  void missingMappingFileIsNamed() {
    broken("mapping", "\"mapping/weights.yaml\"");
    assertThat(failureOrActive()).startsWith("mapping file mapping/weights.yaml is not in the jar");
  }

  @Test
  void mappingFileThatDoesNotCompileIsRefusedWithItsMistake() {
    new PluginSource()
        .with("mapping", "\"mapping/weights.yaml\"")
        .jar()
        .resource("mapping/weights.yaml", "broken: 1")
        .writeTo(jar());
    assertThat(failureOrActive()).contains("line 1: unknown member 'broken'");
  }

  @Test
  void mappingFilesAreKeptAsText() {
    new PluginSource()
        .with("mapping", "\"mapping/weights.yaml\"")
        .jar()
        .resource("mapping/weights.yaml", "each: /body")
        .writeTo(jar());
    try (PluginRegistry registry = bench.scan()) {
      assertThat(registry.active(PluginBench.ZOO).orElseThrow().mappings())
          .containsEntry("mapping/weights.yaml", "each: /body");
    }
  }

  @Test
  void rowsForItsOwnTypesAreTaken() {
    new PluginSource().jar().resource("mapping/fhir.yaml", "grip").writeTo(jar());
    assertThat(failureOrActive()).isEqualTo("ACTIVE");
  }

  @Test
  void rowThatIsThereAlreadyIsRefusedWithItsMistake() {
    new PluginSource().jar().resource("mapping/fhir.yaml", "taken").writeTo(jar());
    assertThat(failureOrActive())
        .startsWith("its mapping/fhir.yaml cannot be used")
        .contains("line 1: there is a row for 'taken'");
  }

  @Test
  void unknownKeysAndBadValuesAreAllNamedAtOnce() {
    new PluginSource().jar().writeTo(jar());
    bench
        .set("healthsync.provider.zoo.pagesize", "7")
        .set("healthsync.provider.zoo.page-size", "many")
        .set("healthsync.provider.zoo.endpoint.api", "ftp://elsewhere")
        .set("healthsync.provider.zoo.endpoint.nowhere", "https://zoo.example");
    assertThat(failureOrActive())
        .contains("zoo.pagesize is unknown")
        .contains("zoo.page-size must be")
        .contains("zoo.endpoint.api must be an absolute http or https address")
        .contains("zoo.endpoint.nowhere is unknown");
  }

  @Test
  void operatorsContractTakesThePlaceOfTheDeclaredLimitAndItsOtherWindowsGrowAlike() {
    new PluginSource()
        .with(
            "budgets",
            "new Budget(\"app\", Budget.Scope.CLIENT, List.of("
                + "Budget.Allowance.sliding(120, Duration.ofMinutes(1)),"
                + "Budget.Allowance.sliding(1000, Duration.ofDays(1))),"
                + " true, Duration.ofSeconds(60))")
        .jar()
        .writeTo(jar());
    bench.set("healthsync.provider.zoo.budget.app.permits", "600");
    try (PluginRegistry registry = bench.scan()) {
      assertThat(registry.active(PluginBench.ZOO).orElseThrow().descriptor().budgets())
          .flatExtracting(budget -> budget.windows())
          .extracting(window -> window.permits())
          .containsExactly(600L, 5000L);
    }
    bench.set("healthsync.provider.zoo.budget.app.permits", "0");
    assertThat(failureOrActive()).contains("zoo.budget.app.permits must be");
  }

  @Test
  void clientSecretComesFromAFileOrFromItsKeyButNotFromBoth() throws IOException {
    new PluginSource().jar().writeTo(jar());
    Path secret = Files.writeString(directory.resolve("secret"), "from a file\n");
    bench.set("healthsync.provider.zoo.client-secret-file", secret.toString());
    assertThat(failureOrActive()).contains("are both set; set one");
    bench.set("healthsync.provider.zoo.client-secret", "");
    try (PluginRegistry registry = bench.scan()) {
      ClientCredentials client = registry.active(PluginBench.ZOO).orElseThrow().settings().client();
      assertThat(client.secret().reveal()).isEqualTo("from a file");
    }
  }

  @Test
  void switchedOffProviderIsNotActive() {
    new PluginSource().jar().writeTo(jar());
    bench.set("healthsync.provider.zoo.enabled", "false");
    assertThat(failureOrActive()).contains("switched off by healthsync.provider.zoo.enabled");
  }

  @Test
  void secondJarOfOneProviderIsRefused() {
    new PluginSource().jar().writeTo(directory.resolve("a.jar"));
    new PluginSource().jar().writeTo(directory.resolve("b.jar"));
    try (PluginRegistry registry = bench.scan()) {
      assertThat(registry.status())
          .extracting(PluginStatus::reason)
          .containsExactly("", "provider zoo is loaded from a.jar: remove one of both");
    }
  }

  @Test
  void missingDirectoryIsEmpty() {
    try (PluginBench other = new PluginBench(directory.resolve("nowhere"));
        PluginRegistry registry = other.scan()) {
      assertThat(registry.status()).isEmpty();
    }
  }

  private void broken(String part, String code) {
    new PluginSource().with(part, code).jar().writeTo(jar());
  }

  private Path jar() {
    return directory.resolve("zoo.jar");
  }

  private String failureOrActive() {
    try (PluginRegistry registry = bench.scan()) {
      PluginStatus status = registry.status().get(0);
      assertThat(registry.active(PluginBench.ZOO).isPresent())
          .isEqualTo(status.state() == PluginStatus.State.ACTIVE);
      return status.state() == PluginStatus.State.ACTIVE ? "ACTIVE" : status.reason();
    }
  }

  private static String library(String version) {
    return "package org.library; public class Greeting { public static String text() { return \""
        + version
        + "\"; } }";
  }
}

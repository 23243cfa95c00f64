package org.healthsync.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerfileTest {

  private static final String SERVER = "liberty/target/server/";

  private final List<Instruction> instructions = read();

  @Test
  void onlyPlainInstructionsAreUsed() {
    assertThat(instructions)
        .extracting(Instruction::name)
        .as("ADD fetches and unpacks, USER would undo the base image's")
        .isSubsetOf("ARG", "FROM", "LABEL", "COPY", "RUN", "EXPOSE");
  }

  @Test
  void baseImageIsTheServerVersionThatTheTestsRun() {
    String version =
        Project.only(Project.text("pom.xml"), "<version.liberty>(.+)</version.liberty>");
    String image = of("ARG").get(0).replace("LIBERTY_IMAGE=", "");

    assertThat(of("FROM")).containsExactly("${LIBERTY_IMAGE}");
    assertThat(image).matches("[a-z0-9./-]+:" + version.replace(".", "\\.") + "-.+");
    assertThat(image).contains("java17");
  }

  @Test
  void onlyFilesOfTheProjectAndOfItsBuildAreCopied() {
    String build = Project.text("liberty/pom.xml");

    assertThat(of("COPY")).isNotEmpty().allMatch(copy -> copy.startsWith("--chown=1001:0 "));
    assertThat(copied())
        .contains(SERVER + "apps/health-data-sync.war", SERVER + "lib/", SERVER + "plugins/")
        .allSatisfy(
            source -> {
              if (source.startsWith(SERVER)) {
                assertThat(build).contains(outputOf(source));
              } else {
                assertThat(Files.isRegularFile(Project.path(source))).as(source).isTrue();
              }
            });
  }

  @Test
  void copiedFilesLieWhereTheServersConfigurationLooks() {
    String server = Project.text("liberty/src/main/liberty/config/server.xml");

    assertThat(server)
        .contains("${server.config.dir}/lib", "${server.config.dir}/plugins")
        .contains("location=\"health-data-sync.war\"");
    assertThat(of("COPY"))
        .extracting(copy -> copy.substring(copy.lastIndexOf(' ') + 1))
        .containsExactlyInAnyOrder("/config/", "/config/lib/", "/config/plugins/", "/config/apps/");
  }

  @Test
  void exposedPortIsTheServers() {
    assertThat(of("EXPOSE")).containsExactly(Integer.toString(Project.serverPort()));
  }

  @Test
  void nothingIsFetchedWhileTheImageIsBuilt() {
    assertThat(of("RUN")).containsExactly("configure.sh");
  }

  private List<String> copied() {
    List<String> sources = new ArrayList<>();
    for (String copy : of("COPY")) {
      List<String> words = Arrays.asList(copy.split("\\s+"));
      sources.addAll(words.subList(1, words.size() - 1));
    }
    return sources;
  }

  private static String outputOf(String source) {
    String relative = source.substring(SERVER.length());
    return relative.endsWith("/")
        ? "<outputDirectory>${server.template}/" + relative.replace("/", "") + "</outputDirectory>"
        : "<destFileName>" + relative.substring(relative.indexOf('/') + 1) + "</destFileName>";
  }

  private List<String> of(String name) {
    return instructions.stream()
        .filter(instruction -> instruction.name().equals(name))
        .map(Instruction::arguments)
        .toList();
  }

  private static List<Instruction> read() {
    String joined = Project.text("Containerfile").replaceAll("\\\\\\R\\s*", "");
    return joined
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\\s+", 2))
        .map(parts -> new Instruction(parts[0], parts[1]))
        .toList();
  }

  private record Instruction(String name, String arguments) {}
}

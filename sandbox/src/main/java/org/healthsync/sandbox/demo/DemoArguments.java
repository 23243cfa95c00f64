package org.healthsync.sandbox.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the demo was started with.
 *
 * @param runtime Open Liberty
 * @param server the packaged server
 * @param work folder for everything that the demo writes
 * @param users people to connect
 * @param fhir a FHIR R5 server to deliver to, or null for the bundled one
 * @param exit whether to end by itself instead of waiting for Ctrl-C
 */
record DemoArguments(
    Path runtime, Path server, Path work, int users, @Nullable URI fhir, boolean exit) {

  private static final Set<String> KNOWN =
      Set.of("runtime", "server", "work", "users", "fhir", "exit");

  /**
   * Reads {@code --name=value} arguments.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  static DemoArguments parse(List<String> arguments) {
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (equals < 0 || !name.startsWith("--") || !KNOWN.contains(name.substring(2))) {
        throw new IllegalArgumentException("unknown argument " + argument + "; known: " + KNOWN);
      }
      values.put(name.substring(2), argument.substring(equals + 1));
    }
    String fhir = values.getOrDefault("fhir", "");
    return new DemoArguments(
        Path.of(mandatory(values, "runtime")),
        Path.of(mandatory(values, "server")),
        Path.of(mandatory(values, "work")),
        users(values.getOrDefault("users", "1")),
        fhir.isBlank() ? null : fhirBase(fhir),
        !values.getOrDefault("exit", "no").equals("no"));
  }

  private static String mandatory(Map<String, String> values, String name) {
    String value = values.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  private static int users(String text) {
    if (!text.matches("[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("-Ddemo.users must be a number from 1 to 999");
    }
    return Integer.parseInt(text);
  }

  private static URI fhirBase(String text) {
    URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("-Ddemo.fhir must be the base URL of a FHIR R5 server");
    }
    return uri;
  }
}

package org.healthsync.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.healthsync.sandbox.withings.WithingsCloudOptions;

/** Reads the command line of the sandbox. */
final class SandboxArguments {

  private SandboxArguments() {}

  /**
   * Options from {@code --name=value} or {@code --name value}.
   *
   * @throws IllegalArgumentException for an unknown name or a bad value; the message names it
   */
  static WithingsCloudOptions parse(String... arguments) {
    WithingsCloudOptions.Builder options = WithingsCloudOptions.builder();
    List<String> redirectUris = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String[] parts = arguments[i].split("=", 2);
      if (parts.length == 1 && i + 1 == arguments.length) {
        throw new IllegalArgumentException(parts[0] + " needs a value");
      }
      String value = parts.length == 2 ? parts[1] : arguments[++i];
      switch (parts[0]) {
        case "--port" -> options.port(number(parts[0], value));
        case "--users" -> options.users(number(parts[0], value));
        case "--redirect-uri" -> redirectUris.add(value);
        default -> throw new IllegalArgumentException(parts[0] + " is unknown");
      }
    }
    if (!redirectUris.isEmpty()) {
      options.redirectUris(redirectUris.toArray(String[]::new));
    }
    return options.build();
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number", e);
    }
  }
}

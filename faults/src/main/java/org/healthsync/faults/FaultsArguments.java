package org.healthsync.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.healthsync.sandbox.stack.ServerFiles;

/**
 * What the run is told on its command line.
 *
 * @param files the packaged server
 * @param work folder for everything that is written; emptied first
 * @param seed of all chance in the run
 * @param only numbers of the scenarios to play; empty for all
 * @param replicas how many usually run
 * @param kills for how long replicas are killed at random
 * @param users whose data is read meanwhile
 */
public record FaultsArguments(
    ServerFiles files,
    Path work,
    long seed,
    List<Integer> only,
    int replicas,
    Duration kills,
    int users) {

  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final int FEW = 40;
  private static final int THREE = 3;

  /** Demands that the random part makes sense. */
  public FaultsArguments {
    only = List.copyOf(only);
    if (kills.isNegative() || users < 1 || users > 9_999 || replicas < 1 || replicas > 9) {
      throw new IllegalArgumentException(
          "kills is a duration, users are 1 to 9999, replicas 1 to 9");
    }
  }

  /**
   * Reads {@code --name=value}; a blank value counts as not given.
   *
   * @throws IllegalArgumentException when one is unknown or makes no sense
   */
  public static FaultsArguments parse(String... arguments) {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException(argument + " is not --name=value");
      }
      given.put(argument.substring(2, equals), argument.substring(equals + 1).strip());
    }
    given.values().removeIf(String::isBlank);
    FaultsArguments parsed =
        new FaultsArguments(
            new ServerFiles(path(given, "runtime"), path(given, "server")),
            path(given, "work"),
            Long.parseLong(take(given, "seed", Long.toString(System.nanoTime() % 1_000_000))),
            numbers(take(given, "only", "")),
            Integer.parseInt(take(given, "replicas", Integer.toString(THREE))),
            Duration.parse(take(given, "kills", SHORT.toString())),
            Integer.parseInt(take(given, "users", Integer.toString(FEW))));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + given.keySet());
    }
    return parsed;
  }

  private static Path path(Map<String, String> given, String name) {
    String value = take(given, name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return Path.of(value).toAbsolutePath().normalize();
  }

  private static String take(Map<String, String> given, String name, String fallback) {
    String value = given.remove(name);
    return value == null ? fallback : value;
  }

  private static List<Integer> numbers(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(number -> !number.isEmpty())
        .map(Integer::valueOf)
        .collect(Collectors.toList());
  }
}

package org.healthsync.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A secret setting, given as {@code <key>} or as the path of a mounted file in {@code <key>-file},
 * not both.
 */
public final class FileOrValue {

  private FileOrValue() {}

  /** The secret, or empty when neither key is set; anything unreadable is a mistake. */
  public static Optional<Secret> read(ConfigReader config, String key) {
    Optional<String> value = config.optional(key);
    Optional<String> file = config.optional(key + "-file");
    if (value.isPresent() && file.isPresent()) {
      config.mistake(key, "and " + key + "-file are both set; set one");
    }
    return value.map(Secret::of).or(() -> file.flatMap(path -> content(config, key, path)));
  }

  private static Optional<Secret> content(ConfigReader config, String key, String path) {
    try {
      return Optional.of(Secret.of(Files.readString(Path.of(path)).strip()));
    } catch (IOException | IllegalArgumentException e) {
      config.mistake(key + "-file", "names a file that cannot be read");
      return Optional.empty();
    }
  }
}

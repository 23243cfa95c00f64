package org.healthsync.platform;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads settings and remembers everything that is wrong with them, so that an operator sees all
 * mistakes at once. A stage reads its settings record through one of these at start; nothing reads
 * configuration later.
 */
public final class ConfigReader {

  private final Function<String, Optional<String>> source;
  private final List<String> mistakes = new ArrayList<>();

  /** Reads from {@code source}, which gives the raw value of a key. */
  public ConfigReader(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /** The value or {@code fallback}. */
  public String text(String key, String fallback) {
    return raw(key).orElse(fallback);
  }

  /** The value; a mistake when it is not set. */
  public String mandatory(String key) {
    return raw(key)
        .orElseGet(
            () -> {
              mistakes.add(key + " is not set");
              return "";
            });
  }

  /** The value, when set. */
  public Optional<String> optional(String key) {
    return raw(key);
  }

  /** A comma-separated list, empty when not set. */
  public List<String> list(String key) {
    return raw(key).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** A whole number within bounds. */
  public long integer(String key, long fallback, long min, long max) {
    Optional<String> value = raw(key);
    if (value.isEmpty()) {
      return fallback;
    }
    try {
      long number = Long.parseLong(value.get());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below together with the bounds
    }
    mistakes.add(key + " must be a whole number from " + min + " to " + max);
    return fallback;
  }

  /** {@code true} or {@code false}. */
  public boolean truth(String key, boolean fallback) {
    String value = raw(key).orElse(Boolean.toString(fallback));
    if (!value.equals("true") && !value.equals("false")) {
      mistakes.add(key + " must be true or false");
    }
    return Boolean.parseBoolean(value);
  }

  /** A positive ISO 8601 duration. */
  public Duration duration(String key, Duration fallback) {
    Optional<String> value = raw(key);
    if (value.isEmpty()) {
      return fallback;
    }
    try {
      Duration duration = Duration.parse(value.get());
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // reported below
    }
    mistakes.add(key + " must be a positive ISO 8601 duration such as PT30S");
    return fallback;
  }

  /** An absolute http or https address. */
  public URI uri(String key, URI fallback) {
    Optional<String> value = raw(key);
    if (value.isEmpty()) {
      return fallback;
    }
    try {
      URI uri = URI.create(value.get());
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    mistakes.add(key + " must be an absolute http or https address");
    return fallback;
  }

  /** Adds a mistake that only the caller can see. */
  public void mistake(String key, String whatToDo) {
    mistakes.add(key + " " + whatToDo);
  }

  /**
   * Demands that everything read so far was right.
   *
   * @throws IllegalStateException that names every wrong key
   */
  public void check() {
    if (!mistakes.isEmpty()) {
      throw new IllegalStateException("configuration: " + String.join("; ", mistakes));
    }
  }

  private Optional<String> raw(String key) {
    return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
  }
}

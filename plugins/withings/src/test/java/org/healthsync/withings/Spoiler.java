package org.healthsync.withings;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Spoils JSON: one value or more are others, or bytes are. For one thread. */
final class Spoiler {

  private static final int MOST = 3;

  /** Strings, numbers and words, names of members among them. */
  private static final Pattern SCALAR =
      Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|-?[0-9][0-9.eE+-]*|true|false|null");

  private static final List<String> HOSTILE =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "[[]]",
          "\"\"",
          "\" \"",
          "\"NaN\"",
          "NaN",
          "-Infinity",
          "0",
          "-0",
          "-1",
          "1e400",
          "-1e400",
          "1e-400",
          "0.1e-20",
          "1E999999999",
          "\"1E999999999\"",
          "9007199254740993",
          "9223372036854775808",
          "-9223372036854775808",
          "2147483648",
          "253402300800",
          "1".repeat(1500),
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"2026-02-30\"",
          "\"+1000000000-01-01\"",
          "\"Mars/Olympus\"",
          "\"Europe/Berlin\"",
          "\"" + "x".repeat(5000) + "\"");

  private final Random random;

  Spoiler(Random random) {
    this.random = random;
  }

  byte[] spoil(byte[] good) {
    byte[] bad = good;
    int times = 1 + random.nextInt(MOST);
    boolean values = random.nextInt(4) > 0;
    for (int i = 0; i < times && bad.length > 1; i++) {
      bad = values ? otherValue(bad) : otherBytes(bad);
    }
    return bad;
  }

  private byte[] otherValue(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    List<MatchResult> scalars = SCALAR.matcher(text).results().toList();
    if (scalars.isEmpty()) {
      return otherBytes(json);
    }
    MatchResult old = pick(scalars);
    List<String> values = new ArrayList<>(HOSTILE);
    // what stands elsewhere in the page is the most deceptive
    values.add(pick(scalars).group());
    String spoilt = text.substring(0, old.start()) + pick(values) + text.substring(old.end());
    return spoilt.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] otherBytes(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(12));
    ByteArrayOutputStream spoilt = new ByteArrayOutputStream(bytes.length + 16);
    spoilt.write(bytes, 0, from);
    switch (random.nextInt(4)) {
      case 0 -> {
        spoilt.write(bytes[from] ^ 1 << random.nextInt(8));
        spoilt.write(bytes, from + 1, bytes.length - from - 1);
      }
      case 1 -> spoilt.write(bytes, to, bytes.length - to);
      case 2 -> {
        spoilt.write(bytes, from, to - from);
        spoilt.write(bytes, from, bytes.length - from);
      }
      default -> {} // cut short
    }
    return spoilt.toByteArray();
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}

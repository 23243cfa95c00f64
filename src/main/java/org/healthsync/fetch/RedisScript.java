package org.healthsync.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Scripts that Redis runs, kept beside the classes that send them. */
final class RedisScript {

  private RedisScript() {}

  /** A script, with the common part in front of it. */
  static String load(String name) {
    return text("budget.lua") + text(name);
  }

  private static String text(String name) {
    try (InputStream in = RedisScript.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the application lacks its resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

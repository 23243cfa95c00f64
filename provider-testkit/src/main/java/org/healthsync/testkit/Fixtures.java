package org.healthsync.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads test resources; names a missing one instead of failing on null. */
public final class Fixtures {

  private final Class<?> owner;
  private final String directory;

  /**
   * Resources below {@code directory} of the class path that {@code owner} was loaded from.
   *
   * @param directory such as {@code http}; empty for the root
   */
  public Fixtures(Class<?> owner, String directory) {
    this.owner = owner;
    this.directory = directory;
  }

  /** The text of a file, as UTF-8. */
  public String text(String name) {
    String path = directory.isEmpty() ? "/" + name : "/" + directory + "/" + name;
    try (InputStream stream = owner.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalArgumentException("no resource " + path + " on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer with HTTP status 200 whose JSON body is that file. */
  public StubAnswer json(String name) {
    return StubAnswer.json(text(name));
  }
}

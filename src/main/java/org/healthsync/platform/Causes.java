package org.healthsync.platform;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks behind failures: libraries report one inside of others. */
public final class Causes {

  private Causes() {}

  /** The first of that kind among {@code failure} and its causes, from the outside in. */
  public static <T extends Throwable> Optional<T> first(
      @Nullable Throwable failure, Class<T> kind) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }
}

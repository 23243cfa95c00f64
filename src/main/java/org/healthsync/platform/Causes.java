package org.healthsync.platform;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks behind failures: libraries report one inside of others. */
public final class Causes {

  /** Nothing is so deep that is no circle, which a plugin can make. */
  private static final int DEEPEST = 20;

  private Causes() {}

  /** The first of that kind among {@code failure} and its causes, from the outside in. */
  public static <T extends Throwable> Optional<T> first(
      @Nullable Throwable failure, Class<T> kind) {
    return all(failure).filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** The last of the causes of {@code failure}, or itself when there is none. */
  public static Throwable deepest(Throwable failure) {
    return all(failure).reduce(failure, (outer, inner) -> inner);
  }

  private static Stream<Throwable> all(@Nullable Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(DEEPEST);
  }
}

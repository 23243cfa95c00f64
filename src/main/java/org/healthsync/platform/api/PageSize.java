package org.healthsync.platform.api;

import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.jspecify.annotations.Nullable;

/** How many items a page has. */
public final class PageSize {

  private static final int DEFAULT = 50;
  private static final int MAX = 200;

  private PageSize() {}

  /**
   * The wanted size, {@value #DEFAULT} when none is wanted.
   *
   * @throws ProblemException {@code invalid-field} unless it is from 1 to {@value #MAX}
   */
  public static int of(@Nullable Integer wanted) {
    int size = wanted == null ? DEFAULT : wanted;
    if (size < 1 || size > MAX) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD, "The value must be from 1 to " + MAX, "limit");
    }
    return size;
  }
}

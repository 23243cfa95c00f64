package org.healthsync.schedule;

import java.util.Optional;
import org.healthsync.spi.stream.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * How far the pages of a request have come: as much as it takes to notice that they go round in a
 * circle or never end. One place on the way is remembered, and replaced after each power of two, so
 * that a circle of any length comes back to it (R. P. Brent, <a
 * href="https://doi.org/10.1007/BF01933190">An improved Monte Carlo factorization algorithm</a>,
 * section 2).
 *
 * @param pages how many were stored after which more followed
 * @param landmark where one of them ended; null before the first
 */
public record Trail(int pages, @Nullable String landmark) {

  /** Before the first page. */
  public static final Trail START = new Trail(0, null);

  /** Pages of one request, far beyond what a person's history has. */
  public static final int MOST = 100_000;

  /**
   * With one more page, after which others follow.
   *
   * @param end where it ended
   * @return empty when the pages came by there before, or are too many
   */
  public Optional<Trail> next(Cursor end) {
    String place = end.version() + ":" + end.value();
    if (place.equals(landmark) || pages >= MOST) {
      return Optional.empty();
    }
    boolean powerOfTwo = (pages & (pages + 1)) == 0;
    return Optional.of(new Trail(pages + 1, powerOfTwo ? place : landmark));
  }
}

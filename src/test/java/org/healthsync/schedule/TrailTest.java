package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.healthsync.spi.stream.Cursor;
import org.junit.jupiter.api.Test;

class TrailTest {

  @Test
  void circleOfAnyLengthIsNoticedWhereverItBegins() {
    for (int straight = 0; straight < 40; straight++) {
      for (int round = 1; round < 40; round++) {
        int before = straight;
        int length = round;
        int pages = pagesUntilNoticed(n -> n < before ? n : before + (n - before) % length);
        assertThat(pages)
            .as("%d pages, then %d again and again", straight, round)
            .isGreaterThanOrEqualTo(straight + round)
            .isLessThanOrEqualTo(2 + 3 * Math.max(straight, round));
      }
    }
  }

  @Test
  void wayThatNeverComesByAPlaceTwiceEndsAtTheMost() {
    assertThat(pagesUntilNoticed(n -> n)).isEqualTo(Trail.MOST);
  }

  @Test
  void sameValueInAnotherFormatIsAnotherPlace() {
    Trail trail = Trail.START.next(new Cursor(1, "12")).orElseThrow();

    assertThat(trail.next(new Cursor(2, "12"))).isPresent();
    assertThat(trail.next(new Cursor(1, "12"))).isEmpty();
  }

  private static int pagesUntilNoticed(IntUnaryOperator ends) {
    Optional<Trail> trail = Optional.of(Trail.START);
    int page = 0;
    while (true) {
      Cursor end = new Cursor(1, Integer.toString(ends.applyAsInt(page)));
      trail = trail.get().next(end);
      if (trail.isEmpty()) {
        return page;
      }
      page++;
    }
  }
}

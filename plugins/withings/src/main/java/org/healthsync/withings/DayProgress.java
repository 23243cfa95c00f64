package org.healthsync.withings;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Objects;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream of days is read.
 *
 * @param day the next one to read
 * @param oldest the last one to read while going back into the past; null when going on
 * @param resume where to go on when the past is read; null when going on
 */
record DayProgress(LocalDate day, @Nullable LocalDate oldest, @Nullable LocalDate resume) {

  private static final int ONWARD = 1;
  private static final int BACKWARD = 2;

  /** Going on with that day. */
  static DayProgress at(LocalDate day) {
    return new DayProgress(day, null, null);
  }

  /** Going back from {@code day} to {@code oldest}, and on from {@code resume} afterwards. */
  static DayProgress back(LocalDate day, LocalDate oldest, LocalDate resume) {
    return new DayProgress(day, oldest, resume);
  }

  /** Reads a stored cursor. */
  static DayProgress of(Cursor cursor) throws ProviderException {
    String[] days = cursor.value().split(",", -1);
    try {
      if (cursor.version() == ONWARD && days.length == 1) {
        return at(LocalDate.parse(days[0]));
      }
      if (cursor.version() == BACKWARD && days.length == 3) {
        return back(LocalDate.parse(days[0]), LocalDate.parse(days[1]), LocalDate.parse(days[2]));
      }
    } catch (DateTimeException e) {
      throw WithingsError.cursorUnreadable(cursor.version());
    }
    throw WithingsError.cursorUnreadable(cursor.version());
  }

  /** The form that is stored. */
  Cursor cursor() {
    return isBackward()
        ? new Cursor(BACKWARD, day + "," + oldest + "," + resume)
        : new Cursor(ONWARD, day.toString());
  }

  boolean isBackward() {
    return oldest != null;
  }

  /** Whether a day before this one is to be read. */
  boolean hasBefore() {
    return oldest != null && day.isAfter(oldest);
  }

  /** After the day was read on the way back. */
  DayProgress before() {
    return hasBefore()
        ? new DayProgress(day.minusDays(1), oldest, resume)
        : at(Objects.requireNonNull(resume));
  }
}

package org.healthsync.withings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.Cursor;

/**
 * How far a stream of lists and details is read. A <em>pass</em> reads all pages of a list, and
 * after each page the details of it. All times are epoch seconds.
 *
 * @param mark what changed until then, that second included, is read
 * @param highest latest change that the pass has seen
 * @param ceiling when the pass began; zero between passes
 * @param offset of the list page to be read next, or again
 * @param skip records of that page whose details are read already
 * @param listed whether the list is read to its end
 * @param pending details to be fetched before the list goes on
 */
record DetailProgress(
    long mark,
    long highest,
    long ceiling,
    long offset,
    int skip,
    boolean listed,
    List<Detail> pending) {

  static final DetailProgress NONE = new DetailProgress(0, 0, 0, 0, 0, false, List.of());

  private static final int FORMAT = 1;
  private static final int NUMBERS = 6;

  /** Room for the numbers. */
  private static final int RESERVED = 120;

  DetailProgress {
    pending = List.copyOf(pending);
  }

  /** Reads a stored cursor. */
  static DetailProgress of(Cursor cursor) throws ProviderException {
    try {
      String[] parts = cursor.value().split(";", -1);
      long[] numbers = Arrays.stream(parts[0].split(",", -1)).mapToLong(Long::parseLong).toArray();
      if (cursor.version() == FORMAT && numbers.length == NUMBERS) {
        return new DetailProgress(
            numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            Math.toIntExact(numbers[4]),
            numbers[5] == 1,
            Arrays.stream(parts).skip(1).map(Detail::parse).toList());
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw WithingsError.cursorUnreadable(cursor.version());
    }
    throw WithingsError.cursorUnreadable(cursor.version());
  }

  /** The form that is stored. */
  Cursor cursor() {
    String numbers =
        Stream.of(mark, highest, ceiling, offset, (long) skip, listed ? 1L : 0L)
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return new Cursor(
        FORMAT,
        Stream.concat(Stream.of(numbers), pending.stream().map(Detail::text))
            .collect(Collectors.joining(";")));
  }

  /** A pass that begins at {@code now}, unless one is under way. */
  DetailProgress begun(long now) {
    return ceiling > 0 ? this : new DetailProgress(mark, 0, now, 0, 0, false, List.of());
  }

  /** Whether all is read. */
  boolean isDone() {
    return listed && pending.isEmpty();
  }

  /**
   * After a page of the list. Of the details only those are taken that a cursor has room for; then
   * the page is read again for the others.
   *
   * @param found details of the page in its order
   * @param latest latest change on the page
   * @param next offset of the next page; zero when there is none
   */
  DetailProgress having(List<Detail> found, long latest, long next) {
    List<Detail> taken = fitting(found.subList(Math.min(skip, found.size()), found.size()));
    boolean all = skip + taken.size() >= found.size();
    return new DetailProgress(
        mark,
        Math.max(highest, latest),
        ceiling,
        all ? next : offset,
        all ? 0 : skip + taken.size(),
        all && next == 0,
        taken);
  }

  /** After the first of the pending details. */
  DetailProgress detailRead() {
    return new DetailProgress(
        mark, highest, ceiling, offset, skip, listed, pending.subList(1, pending.size()));
  }

  /**
   * After a pass. What changed in the very second in which the pass began, or later, may be missing
   * in it and belongs to the next.
   */
  DetailProgress ended() {
    return new DetailProgress(
        Math.max(mark, Math.min(highest, ceiling - 1)), 0, 0, 0, 0, false, List.of());
  }

  private static List<Detail> fitting(List<Detail> details) {
    List<Detail> fitting = new ArrayList<>();
    int length = RESERVED;
    for (Detail detail : details) {
      length += detail.text().length() + 1;
      if (length > Cursor.MAX_LENGTH) {
        break;
      }
      fitting.add(detail);
    }
    return fitting;
  }
}

package org.healthsync.withings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.Cursor;

/**
 * How far a stream, or a window of it, is read. A <em>pass</em> reads all pages of one {@code
 * lastupdate}. All times are epoch seconds.
 *
 * @param since everything changed before is read; {@code lastupdate} of the pass. It stays fixed
 *     while paging, because an offset counts in the list of that very value. Zero in windows
 * @param highest latest change that the pass has seen; becomes {@code since} of the next pass
 * @param ceiling when the pass began; {@code since} never gets later than this, see {@link #done}
 * @param offset of the next page; zero before the first
 */
record Progress(long since, long highest, long ceiling, long offset) {

  private static final int FORMAT = 1;
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,18}),(\\d{1,18}),(\\d{1,18}),(\\d{1,18})");

  /** Before the very first page. */
  static final Progress NONE = new Progress(0, 0, 0, 0);

  /** Reads a stored cursor. */
  static Progress of(Cursor cursor) throws ProviderException {
    Matcher text = TEXT.matcher(cursor.value());
    if (cursor.version() != FORMAT || !text.matches()) {
      throw WithingsError.cursorUnreadable(cursor.version());
    }
    return new Progress(number(text, 1), number(text, 2), number(text, 3), number(text, 4));
  }

  /** The form that is stored. */
  Cursor cursor() {
    return new Cursor(FORMAT, since + "," + highest + "," + ceiling + "," + offset);
  }

  boolean isFirstPage() {
    return offset == 0;
  }

  /**
   * What to send as {@code lastupdate}: a second earlier than {@code since}, as whole seconds
   * cannot tell whether a change came before or after an answer of the same second.
   */
  long lastUpdate() {
    return Math.max(0, since - 1);
  }

  /** A pass that begins at {@code now}. */
  Progress beginning(long now) {
    return new Progress(since, 0, now, 0);
  }

  /**
   * Having seen a change at {@code modified}; a later one than {@link #done} heeds tells no more.
   */
  Progress having(long modified) {
    return new Progress(since, Math.max(highest, Math.min(modified, ceiling)), ceiling, offset);
  }

  /** With more pages, the next at {@code next}. */
  Progress at(long next) {
    return new Progress(since, highest, ceiling, next);
  }

  /**
   * After the last page. The next pass begins at the latest change seen, but not after the
   * beginning of this pass: a record that changed on a page already read, while later pages were
   * still being read, has to be seen by the next pass. A pass that saw nothing changes nothing.
   */
  Progress done() {
    return new Progress(Math.max(since, Math.min(highest, ceiling)), 0, 0, 0);
  }

  private static long number(Matcher text, int group) {
    return Long.parseLong(text.group(group));
  }
}

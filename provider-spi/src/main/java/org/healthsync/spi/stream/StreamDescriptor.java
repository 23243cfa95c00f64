package org.healthsync.spi.stream;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One kind of data at a provider, with a cursor of its own.
 *
 * @param name lower-case words joined by hyphens; stored, so it never changes
 * @param title for people
 * @param scopes all of these must be granted, else the stream is left out as not permitted
 * @param movement how its data move
 * @param granularity whether windows are cut at instants or at the person's local days
 * @param maxWindow longest window of one request, in whole days; null when unlimited. The host cuts
 *     windows that somebody asked for into pieces of this length, newest first
 * @param lookBack how far behind its newest data a stream reads again, since providers deliver late
 *     and correct; zero when an incremental key makes it unnecessary
 * @param interval how often to look when nobody notifies
 * @param earliest before this day the provider has nothing, and is not asked; null when unknown
 * @param authoritative whether a completely read window lists everything, so that what is missing
 *     in it was deleted
 * @param mapping resource path inside the plugin jar of the declarative mapping; null when {@code
 *     Provider.map} does it
 */
public record StreamDescriptor(
    String name,
    String title,
    Set<String> scopes,
    Movement movement,
    Granularity granularity,
    @Nullable Duration maxWindow,
    Duration lookBack,
    Duration interval,
    @Nullable LocalDate earliest,
    boolean authoritative,
    @Nullable String mapping) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,59}");

  /** How data move. */
  public enum Movement {
    /** Pull by a key of what changed since (Withings {@code lastupdate}); windows work too. */
    INCREMENTAL,
    /** Pull by window, with look-back. */
    WINDOWED,
    /** The provider sends the data themselves; there is nothing to pull (Garmin). */
    PUSHED
  }

  /** How windows are cut. */
  public enum Granularity {
    /** At instants. */
    INSTANT,
    /**
     * At days of the person's time zone. Both bounds of such a {@link Window} are midnights UTC
     * that denote civil days, not instants: {@code 2026-03-29T00:00:00Z} to {@code
     * 2026-03-31T00:00:00Z} means the days 29 and 30 March wherever the person was, however long
     * those days were. The plugin turns them into the provider's dates by reading them in UTC.
     */
    LOCAL_DAY
  }

  /** Checks the name and the durations. */
  public StreamDescriptor {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("stream name must match " + NAME + ": '" + name + "'");
    }
    if (interval.isNegative() || interval.isZero() || lookBack.isNegative()) {
      throw new IllegalArgumentException("stream " + name + " needs a positive interval");
    }
    scopes = Set.copyOf(scopes);
  }
}

package org.healthsync.archive;

import java.time.Instant;
import java.util.UUID;
import org.healthsync.platform.PlausibleTime;

/**
 * A place in the order of the archive, which is newest first.
 *
 * @param fetchedAt of the page at this place
 * @param id its id
 */
public record PagePlace(Instant fetchedAt, UUID id) {

  /** Before the newest page. */
  public static final PagePlace START =
      new PagePlace(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

  /** The place of a page. */
  public static PagePlace of(PageHead page) {
    return new PagePlace(page.fetchedAt(), page.id().value());
  }

  /**
   * Reads what {@link #toString} gave.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static PagePlace parse(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("not a place in the archive");
    }
    return new PagePlace(PlausibleTime.instant(parts[0]), UUID.fromString(parts[1]));
  }

  @Override
  public String toString() {
    return fetchedAt + " " + id;
  }
}

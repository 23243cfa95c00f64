package org.healthsync.platform.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;

/**
 * Where in a list a page ends, as a text that callers hand back unread. It is checked, not signed:
 * every query is limited to the caller's tenant, so a made-up cursor only starts elsewhere in the
 * caller's own list.
 *
 * @param list name of the list that it belongs to
 * @param keys sort keys of the last item, in order; no line breaks
 */
public record PageCursor(String list, List<String> keys) {

  private static final String FORMAT = "1";

  /** Copies the keys. */
  public PageCursor {
    keys = List.copyOf(keys);
  }

  /** The text for the caller. */
  public String encode() {
    String text = FORMAT + "\n" + list + "\n" + String.join("\n", keys);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a cursor of the named list.
   *
   * @throws ProblemException {@code invalid-cursor} when it is of another list, format or size
   */
  public static PageCursor decode(String list, int keys, String encoded) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
      List<String> parts = List.of(text.split("\n", -1));
      if (parts.size() == keys + 2 && parts.get(0).equals(FORMAT) && parts.get(1).equals(list)) {
        return new PageCursor(list, parts.subList(2, parts.size()));
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw invalid();
  }

  /** The problem for keys that cannot be read. */
  public static ProblemException invalid() {
    return new ProblemException(
        ProblemCode.INVALID_CURSOR, "Use the next of an earlier page, unchanged", "cursor");
  }
}

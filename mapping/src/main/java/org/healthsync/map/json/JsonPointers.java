package org.healthsync.map.json;

import org.healthsync.spi.http.JsonView;

/** JSON Pointers (RFC 6901). */
public final class JsonPointers {

  private JsonPointers() {}

  /** A name as a pointer's token (section 3 of the RFC). */
  public static String escape(String name) {
    return name.indexOf('~') < 0 && name.indexOf('/') < 0
        ? name
        : name.replace("~", "~0").replace("/", "~1");
  }

  /** What {@code pointer} names under {@code start}; missing when there is nothing. */
  static JsonView find(JsonView start, String pointer) {
    if (pointer.isEmpty()) {
      return start;
    }
    if (pointer.charAt(0) != '/') {
      return Json.MISSING;
    }
    JsonView view = start;
    int from = 1;
    while (from <= pointer.length()) {
      int slash = pointer.indexOf('/', from);
      int end = slash < 0 ? pointer.length() : slash;
      view = step(view, pointer.substring(from, end).replace("~1", "/").replace("~0", "~"));
      from = end + 1;
    }
    return view;
  }

  private static JsonView step(JsonView view, String token) {
    if (view.kind() != JsonView.Kind.ARRAY) {
      return view.get(token);
    }
    boolean index =
        !token.isEmpty()
            && token.length() < 10
            && token.chars().allMatch(c -> c >= '0' && c <= '9')
            && (token.length() == 1 || token.charAt(0) != '0');
    return index ? view.get(Integer.parseInt(token)) : Json.MISSING;
  }
}

package org.healthsync.map.file;

import java.util.ArrayList;
import java.util.List;
import org.healthsync.map.plan.Path;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;

/**
 * Reads paths: {@code group.measures[type=9].value}, {@code list[0]}, {@code sample@key}, {@code
 * page['odd.name']}. They start with the name of a variable.
 */
final class PathReader {

  private final String text;
  private final Scope scope;
  private final List<Path.Step> steps = new ArrayList<>();
  private int at;

  private PathReader(String text, Scope scope) {
    this.text = text;
    this.scope = scope;
  }

  /**
   * A path or the key of a loop.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Source source(String text, Scope scope) {
    int mark = text.indexOf("@key");
    return mark > 0 && mark + 4 == text.length()
        ? new Sources.KeyOf(slot(text.substring(0, mark), scope))
        : path(text, scope);
  }

  /** A path. */
  static Path path(String text, Scope scope) {
    return new PathReader(text, scope).read();
  }

  private Path read() {
    int slot = slot(name(), scope);
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '.' -> steps.add(new Path.Member(name()));
        case '[' -> steps.add(bracket());
        default -> throw wrong("unexpected '" + c + "'");
      }
    }
    return new Path(slot, steps);
  }

  private Path.Step bracket() {
    int end = text.indexOf(']', at);
    if (end < 0) {
      throw wrong("a '[' is not closed");
    }
    String inside = text.substring(at, end);
    at = end + 1;
    if (inside.length() > 2 && inside.startsWith("'") && inside.endsWith("'")) {
      return new Path.Member(inside.substring(1, inside.length() - 1));
    }
    if (inside.matches("[0-9]{1,6}")) {
      return new Path.Index(Integer.parseInt(inside));
    }
    int equals = inside.indexOf('=');
    if (equals > 0 && equals < inside.length() - 1) {
      return new Path.Match(inside.substring(0, equals), inside.substring(equals + 1));
    }
    throw wrong("a bracket holds an index [0], a name ['a.b'] or a condition [type=9]");
  }

  private String name() {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw wrong("a name is missing");
    }
    return text.substring(start, at);
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == ':' || c == '$';
  }

  private IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException("bad path '" + text + "': " + why);
  }

  private static int slot(String name, Scope scope) {
    Integer slot = scope.variables().get(name);
    if (slot == null) {
      throw new IllegalArgumentException(
          "unknown variable '"
              + name
              + "'; "
              + NearestName.hint(name, scope.variables().keySet())
              + "here are "
              + String.join(", ", scope.variables().keySet()));
    }
    return slot;
  }
}

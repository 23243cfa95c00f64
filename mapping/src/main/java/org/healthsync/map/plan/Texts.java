package org.healthsync.map.plan;

import java.util.Optional;
import org.healthsync.spi.http.JsonView;

/** Text that goes on into readings: bounded, and of characters that every system can store. */
final class Texts {

  private static final int MAX_LENGTH = 1000;

  private Texts() {}

  /** The text; empty when there is none. */
  static Optional<String> read(Source source, Frame frame) throws Unmappable {
    JsonView view = source.read(frame);
    Optional<String> text = view.text();
    if (text.isPresent() && !isClean(text.get())) {
      throw new Unmappable(Flaw.BAD_TEXT, source.pointer(frame));
    }
    if (text.isEmpty() && !view.isAbsent()) {
      throw new Unmappable(Flaw.UNEXPECTED_SHAPE, source.pointer(frame));
    }
    return text.filter(value -> !value.isBlank());
  }

  private static boolean isClean(String text) {
    if (text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '\u007F') {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}

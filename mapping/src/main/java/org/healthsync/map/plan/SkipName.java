package org.healthsync.map.plan;

/** Names of counts: short, and of characters that suit a metric. */
final class SkipName {

  private static final int MAX_LENGTH = 60;
  private static final String OTHER = "other";

  private SkipName() {}

  /** The name, or {@code other} when the page's part of it is odd. */
  static String read(Source source, Frame frame) {
    try {
      return Texts.read(source, frame).filter(SkipName::isPlain).orElse(OTHER);
    } catch (Unmappable e) {
      return OTHER;
    }
  }

  private static boolean isPlain(String name) {
    return name.length() <= MAX_LENGTH
        && name.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '_'
                        || c == '.');
  }
}

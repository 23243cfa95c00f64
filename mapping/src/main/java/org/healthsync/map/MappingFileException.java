package org.healthsync.map;

import java.util.List;
import java.util.stream.Collectors;

/** A mapping file that cannot be used, with all that is wrong with it. */
public final class MappingFileException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  /**
   * One mistake.
   *
   * @param file name of the file
   * @param line line, counted from 1
   * @param key where in the file, such as {@code rules[0].time}; empty for the file itself
   * @param message what is wrong and what to do
   */
  public record Mistake(String file, int line, String key, String message) {
    @Override
    public String toString() {
      return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
  }

  /** With at least one mistake. */
  public MappingFileException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** In order of lines. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}

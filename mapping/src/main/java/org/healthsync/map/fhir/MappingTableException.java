package org.healthsync.map.fhir;

import java.util.List;
import java.util.stream.Collectors;

/** A mapping table that must not take effect; says every mistake with file, line and key. */
public final class MappingTableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  MappingTableException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** All mistakes, in the order of the reading; at least one. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /**
   * One mistake.
   *
   * @param file name of the file that holds it
   * @param line line, counted from 1
   * @param key where in the file, such as {@code types.body-weight.value}; empty for the file
   *     itself
   * @param message what is wrong; quotes the table, never a reading
   */
  public record Mistake(String file, int line, String key, String message) {
    @Override
    public String toString() {
      return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
  }
}

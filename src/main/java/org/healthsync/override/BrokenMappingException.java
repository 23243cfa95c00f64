package org.healthsync.override;

import java.util.List;
import java.util.stream.Collectors;
import org.healthsync.platform.FileMistake;

/** A mapping that must not be used, with all that is wrong with it. */
public final class BrokenMappingException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<FileMistake> mistakes;

  /** With at least one mistake. */
  public BrokenMappingException(List<FileMistake> mistakes) {
    super(mistakes.stream().map(FileMistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** In the order of lines. */
  public List<FileMistake> mistakes() {
    return mistakes;
  }
}

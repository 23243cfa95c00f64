package org.healthsync.spi.reading;

/** Takes what a mapper makes of a page, in order. Used by the mapper's thread only. */
public interface ReadingSink {

  /** A reading. Two readings of one type and source key in a page: the later one counts. */
  void reading(Reading reading);

  /** A part that could not be mapped; it is quarantined and the page goes on. */
  void problem(MappingProblem problem);

  /**
   * A part that is left out on purpose, counted.
   *
   * @param what short and stable, such as {@code meastype-999}; no values
   */
  void skipped(String what);
}

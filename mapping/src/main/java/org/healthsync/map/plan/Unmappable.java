package org.healthsync.map.plan;

import org.healthsync.spi.reading.MappingProblem;
import org.jspecify.annotations.Nullable;

/** Leaves the part of a page that has a flaw; the rest goes on. Carries no stack: it is common. */
public final class Unmappable extends Exception {

  private static final long serialVersionUID = 1L;

  private final Flaw flaw;
  private final String pointer;

  /**
   * A flaw and where it is.
   *
   * @param pointer JSON Pointer into the page
   */
  public Unmappable(Flaw flaw, String pointer) {
    super(flaw.code(), null, false, false);
    this.flaw = flaw;
    this.pointer = pointer;
  }

  /** What was wrong. */
  public Flaw flaw() {
    return flaw;
  }

  /** As the problem of a reading, as far as type and key are known. */
  public MappingProblem problem(@Nullable String type, @Nullable String sourceKey) {
    return new MappingProblem(flaw.code(), pointer, flaw.message(), type, sourceKey);
  }
}

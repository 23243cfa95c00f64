package org.healthsync.testkit;

import java.util.Collections;
import java.util.List;

/**
 * How the provider answers for one stream.
 *
 * @param stream name of the stream
 * @param pages the answers to a first run, in order: as many as it has pages, the last one without
 *     a successor. At least one stream should have several
 * @param nothingNew the answer when there is nothing (new)
 * @param kind how runs follow one another
 */
public record StreamCase(String stream, List<StubAnswer> pages, StubAnswer nothingNew, Kind kind) {

  /** How the runs of a stream follow one another. */
  public enum Kind {
    /** Each goes on from the cursor, and ends with what is new. */
    CONTINUED,
    /** Each goes on from the cursor by slices of time until now, also where there is nothing. */
    SLICED,
    /** The provider lists all of it every time and knows no cursor. */
    WHOLE
  }

  /** Longest run of a sliced stream in the suite. */
  private static final int SLICES = 4;

  /** Copies the pages and demands one. */
  public StreamCase {
    pages = List.copyOf(pages);
    if (pages.isEmpty()) {
      throw new IllegalArgumentException("stream case " + stream + " has no page");
    }
  }

  /** The answers of a run that finds nothing. */
  List<StubAnswer> nothing() {
    return Collections.nCopies(kind == Kind.SLICED ? SLICES : 1, nothingNew);
  }
}

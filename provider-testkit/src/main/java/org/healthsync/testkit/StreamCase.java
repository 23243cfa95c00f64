package org.healthsync.testkit;

import java.util.List;

/**
 * How the provider answers for one stream.
 *
 * @param stream name of the stream
 * @param pages the answers to a first run, in order: as many as it has pages, the last one without
 *     a successor. At least one stream should have several
 * @param nothingNew the answer when there is nothing (new)
 */
public record StreamCase(String stream, List<StubAnswer> pages, StubAnswer nothingNew) {

  /** Copies the pages and demands one. */
  public StreamCase {
    pages = List.copyOf(pages);
    if (pages.isEmpty()) {
      throw new IllegalArgumentException("stream case " + stream + " has no page");
    }
  }
}

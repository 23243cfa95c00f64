package org.healthsync.archive;

import org.healthsync.platform.PageId;
import org.healthsync.spi.stream.RawPage;

/**
 * A page as it was received.
 *
 * @param head all about it but its content
 * @param raw the page
 */
public record ArchivedPage(PageHead head, RawPage raw) {

  /** Its id. */
  public PageId id() {
    return head.id();
  }
}

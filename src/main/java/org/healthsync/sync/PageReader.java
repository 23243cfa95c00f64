package org.healthsync.sync;

import org.healthsync.platform.Claim;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.spi.ProviderException;

/** Works on a request page by page. */
interface PageReader {

  /**
   * Brings the next page of a request home.
   *
   * @return whether more pages follow
   * @throws ProviderException when no page could be had or read; nothing is stored then
   */
  boolean nextPage(SyncTarget target, Claim claim, SyncRequest request) throws ProviderException;

  /** Closes a completely read request. */
  void complete(SyncTarget target, Claim claim, SyncRequest request) throws ProviderException;
}

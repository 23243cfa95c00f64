package org.healthsync.sync;

import org.healthsync.schedule.SyncRequest;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.Page;

/** Where pages come from. */
@FunctionalInterface
interface PageSource {

  /** The page that a request is at. */
  Page fetch(SyncTarget target, SyncRequest request) throws ProviderException;
}

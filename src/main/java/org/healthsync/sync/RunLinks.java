package org.healthsync.sync;

import java.util.List;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;

/** Which runs a request serves. */
@FunctionalInterface
interface RunLinks {

  /** The runs, also those that joined while the request waited. */
  List<RunId> of(RequestId request);
}

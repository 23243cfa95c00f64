package org.healthsync.sync;

import org.healthsync.map.StreamMapper;
import org.healthsync.override.Table;

/**
 * All that maps one page.
 *
 * @param mapper makes readings of it
 * @param table makes resources of them
 */
record PageMapping(StreamMapper mapper, Table table) {

  /** Names both, for Provenance and the archive. */
  String version() {
    return mapper.mappingVersion() + " " + table.mapping().version();
  }
}

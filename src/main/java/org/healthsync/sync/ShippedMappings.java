package org.healthsync.sync;

import org.healthsync.map.MappingFileException;
import org.healthsync.map.StreamMapping;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.MappingTableException;
import org.healthsync.plugin.MappingCompiler;

/** Proves the mappings of plugins while they are loaded, and gathers their rows. */
final class ShippedMappings implements MappingCompiler {

  private FhirMapping table;

  /** Begins with the service's own table. */
  ShippedMappings(FhirMapping table) {
    this.table = table;
  }

  @Override
  public void compile(String file, String yaml) throws MappingFileException {
    StreamMapping.compile(file, yaml).proveExamples();
  }

  /**
   * {@inheritDoc}
   *
   * @throws MappingTableException when it cannot be used
   */
  @Override
  public synchronized void extendTable(String file, String yaml) {
    table = table.extendedBy(file, yaml);
  }

  /** The service's own rows and those of all plugins that were loaded. */
  synchronized FhirMapping table() {
    return table;
  }
}

package org.healthsync.sync;

import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.Fault;
import org.healthsync.spi.Remedy;

/** What can be wrong with the mappings at work. The service's own numbers are below 1000. */
enum MappingError implements ErrorCode {
  /**
   * An operator's mapping no longer compiles, after an upgrade say. Its stream waits; the others go
   * on.
   */
  MAPPING_BROKEN(901, Fault.OPERATOR, Remedy.RETRY);

  private final int number;
  private final Fault fault;
  private final Remedy remedy;

  MappingError(int number, Fault fault, Remedy remedy) {
    this.number = number;
    this.fault = fault;
    this.remedy = remedy;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public Fault fault() {
    return fault;
  }

  @Override
  public Remedy remedy() {
    return remedy;
  }
}

package org.healthsync.spi;

/**
 * A kind of error, implemented by enums. {@link #number()} is unique over the host and all plugins
 * and never reused: 1000 to 1999 belong to this SPI, each plugin takes a range of its own.
 */
public interface ErrorCode {

  /** The constant's name, stable, used in logs, metrics and API problems. */
  String name();

  /** The stable number. */
  int number();

  /** Whose fault it is. */
  Fault fault();

  /** What to do now. */
  Remedy remedy();
}

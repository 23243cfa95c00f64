package org.healthsync.withings;

import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.Fault;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.Remedy;

/** Errors that only this plugin has, numbers 2100 to 2199. */
enum WithingsError implements ErrorCode {
  /** The host asked for a stream that the descriptor does not name. */
  WITHINGS_UNKNOWN_STREAM(2100, Fault.PLUGIN, Remedy.STOP),
  /** A stored cursor has a form that this version of the plugin does not know. */
  WITHINGS_CURSOR_UNREADABLE(2101, Fault.PLUGIN, Remedy.STOP),
  /** The answer to {@code getnonce} holds no nonce. */
  WITHINGS_NONCE_MISSING(2102, Fault.PROVIDER, Remedy.RETRY);

  /** A stored cursor of a form that this version does not know. */
  static ProviderException cursorUnreadable(int version) {
    return new ProviderException(
        WITHINGS_CURSOR_UNREADABLE,
        "cursor format "
            + version
            + " was not written by this version of the plugin; install the version that wrote"
            + " it, or let the stream begin again");
  }

  private final int number;
  private final Fault fault;
  private final Remedy remedy;

  WithingsError(int number, Fault fault, Remedy remedy) {
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

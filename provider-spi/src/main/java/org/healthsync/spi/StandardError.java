package org.healthsync.spi;

/** Errors that any provider can have, numbers 1000 to 1999. */
public enum StandardError implements ErrorCode {
  /** A rate limit of the provider is used up. */
  THROTTLED(1001, Fault.PROVIDER, Remedy.RETRY),
  /** The provider or the network failed in a way that passes: 5xx, reset, time-out. */
  PROVIDER_UNAVAILABLE(1002, Fault.PROVIDER, Remedy.RETRY),
  /** The access token is refused even after a refresh. */
  UNAUTHORIZED(1003, Fault.USER, Remedy.REAUTHORIZE),
  /** The person withdrew consent. */
  CONSENT_LOST(1004, Fault.USER, Remedy.REAUTHORIZE),
  /** A scope or a right is missing for this request. */
  FORBIDDEN(1005, Fault.USER, Remedy.SKIP),
  /** The provider says that the request itself is wrong. */
  REQUEST_REFUSED(1006, Fault.PLUGIN, Remedy.STOP),
  /** The answer cannot be read: not JSON, truncated, too large, too deep, wrong type. */
  BAD_PAYLOAD(1007, Fault.PROVIDER, Remedy.RETRY),
  /** The provider has withdrawn this API. */
  API_GONE(1008, Fault.PROVIDER, Remedy.STOP),
  /** The plugin broke its contract or failed in a way nobody foresaw. */
  PLUGIN_DEFECT(1009, Fault.PLUGIN, Remedy.STOP),
  /** The plugin did not return in time. */
  PLUGIN_TIMEOUT(1010, Fault.PLUGIN, Remedy.RETRY),
  /** The client id or secret is refused. */
  CLIENT_REFUSED(1011, Fault.OPERATOR, Remedy.STOP),
  /** Paging does not end: the provider repeats a page or a token. */
  ENDLESS_PAGING(1012, Fault.PROVIDER, Remedy.RETRY);

  private final int number;
  private final Fault fault;
  private final Remedy remedy;

  StandardError(int number, Fault fault, Remedy remedy) {
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

package org.healthsync.deliver.fhir;

import java.net.http.HttpRequest;

/** How we show the FHIR server who we are. Safe for many threads. */
interface Credentials {

  /** None at all. */
  Credentials NONE = request -> {};

  /**
   * Adds what the server wants to see; may block on a token endpoint.
   *
   * @throws ExchangeException when there are none to be had now
   */
  void addTo(HttpRequest.Builder request) throws ExchangeException;

  /**
   * The server refused them.
   *
   * @return whether others can be had, so that trying again makes sense
   */
  default boolean renew() {
    return false;
  }
}

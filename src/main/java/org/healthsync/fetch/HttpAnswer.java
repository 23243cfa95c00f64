package org.healthsync.fetch;

import java.net.http.HttpHeaders;
import java.util.Optional;
import org.healthsync.spi.stream.Payload;

/**
 * An answer, read completely.
 *
 * @param status HTTP status code
 * @param headers as received
 * @param body after content decoding
 */
public record HttpAnswer(int status, HttpHeaders headers, Payload body) {

  /** First value of a header, name in any case. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The status alone: headers and body may hold tokens and personal data. */
  @Override
  public String toString() {
    return "HttpAnswer[" + status + "]";
  }
}

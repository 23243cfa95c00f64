package org.healthsync.testkit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the stub server answers once.
 *
 * @param status HTTP status
 * @param headers by name; {@code Content-Type} included
 * @param body sent as UTF-8
 */
public record StubAnswer(int status, Map<String, String> headers, String body) {

  /** Copies the headers. */
  public StubAnswer {
    headers = Map.copyOf(headers);
  }

  /** HTTP 200 with JSON. */
  public static StubAnswer json(String body) {
    return new StubAnswer(200, Map.of("Content-Type", "application/json"), body);
  }

  /** HTTP 200 with a page for people, as captive portals and proxies send it. */
  public static StubAnswer html(String body) {
    return new StubAnswer(200, Map.of("Content-Type", "text/html"), body);
  }

  /** A status without a body. */
  public static StubAnswer http(int status) {
    return new StubAnswer(status, Map.of(), "");
  }

  /** With one more header. */
  public StubAnswer withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new StubAnswer(status, more, body);
  }
}

package org.healthsync.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.healthsync.plugin.ClientCredentials;

/** The client's credentials as HTTP Basic, RFC 7617. */
final class BasicAuthorization {

  private BasicAuthorization() {}

  static String of(ClientCredentials client) {
    String pair = client.id() + ":" + client.secret().reveal();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}

package org.healthsync.sandbox.withings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Collection;
import java.util.Set;

/**
 * What an application asks a person for. Client and return address are checked by the time one of
 * these exists.
 */
record ConsentRequest(String clientId, String redirectUri, String state, Set<String> scopes) {

  ConsentRequest {
    scopes = Set.copyOf(scopes);
  }

  /** The address that takes the code back to the application. */
  String granted(String code) {
    return back("code=" + encode(code));
  }

  /** The address that takes an RFC 6749 error code back to the application. */
  String refused(String error) {
    return back("error=" + encode(error));
  }

  /** The requested scopes that the person left ticked. */
  Set<String> among(Collection<String> ticked) {
    return Set.copyOf(ticked.stream().filter(scopes::contains).toList());
  }

  private String back(String result) {
    String separator = redirectUri.contains("?") ? "&" : "?";
    return redirectUri + separator + result + "&state=" + encode(state);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}

package org.healthsync.withings;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the subscriptions of one account ("Notify"). What is there already is read first, so that
 * repeating is harmless and subscriptions that Withings dropped come back.
 */
final class Subscriptions {

  private static final String PATH = "/notify";

  /**
   * Subscribes to every category that lacks it. A category whose scope the person did not grant is
   * left out; only when all are refused is that an error.
   */
  void subscribe(URI callback, ProviderHttp http) throws ProviderException {
    Set<Long> present = categories(callback, http);
    boolean any = !present.isEmpty();
    ProviderException refusal = null;
    for (int appli : Appli.wanted()) {
      if (!present.contains((long) appli)) {
        ProviderException refused = attempt(appli, callback, http);
        any |= refused == null;
        refusal = refused == null ? refusal : refused;
      }
    }
    if (!any && refusal != null) {
      throw refusal;
    }
  }

  /** Ends every subscription of this callback, also of categories that we no longer know. */
  void unsubscribe(URI callback, ProviderHttp http) throws ProviderException {
    for (long appli : categories(callback, http)) {
      http.send(call("revoke", callback, appli));
    }
  }

  private static @Nullable ProviderException attempt(int appli, URI callback, ProviderHttp http)
      throws ProviderException {
    try {
      http.send(call("subscribe", callback, appli).withForm("comment", "Health Data Sync"));
      return null;
    } catch (ProviderException e) {
      if (e.code() == StandardError.FORBIDDEN) {
        return e;
      }
      throw e;
    }
  }

  private static Set<Long> categories(URI callback, ProviderHttp http) throws ProviderException {
    return http
        .send(
            ProviderRequest.post(WithingsDescriptor.API, PATH, "notify-list")
                .withForm("action", "list"))
        .json()
        .at("/body/profiles")
        .elements()
        .stream()
        .filter(
            profile -> profile.get("callbackurl").text().equals(Optional.of(callback.toString())))
        .flatMap(profile -> profile.get("appli").integer().stream().boxed())
        .collect(Collectors.toSet());
  }

  private static ProviderRequest call(String action, URI callback, long appli) {
    return ProviderRequest.post(WithingsDescriptor.API, PATH, "notify-" + action)
        .withForm("action", action)
        .withForm("callbackurl", callback.toString())
        .withForm("appli", Long.toString(appli));
  }
}

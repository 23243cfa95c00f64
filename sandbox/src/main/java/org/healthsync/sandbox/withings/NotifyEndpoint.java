package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** {@code /notify}: a user's subscriptions. They do not expire. */
final class NotifyEndpoint {

  private static final int LONGEST_URL = 255;

  private final Subscriptions subscriptions;
  private final Notifier notifier;
  private final boolean checkCallbacks;

  NotifyEndpoint(Subscriptions subscriptions, Notifier notifier, boolean checkCallbacks) {
    this.subscriptions = subscriptions;
    this.notifier = notifier;
    this.checkCallbacks = checkCallbacks;
  }

  JsonNode subscribe(Visit visit) {
    Category category = category(visit.params(), "appli");
    String comment = visit.params().text("comment").orElse("");
    subscriptions.put(accepted(visit, callback(visit.params(), "callbackurl"), category, comment));
    return Json.object();
  }

  JsonNode list(Visit visit) {
    Optional<Long> appli = visit.params().number("appli");
    ObjectNode body = Json.object();
    ArrayNode profiles = body.putArray("profiles");
    subscriptions.of(visit.person().userId()).stream()
        .filter(subscription -> appli.isEmpty() || appli.get() == subscription.appli())
        .forEach(subscription -> profiles.add(profile(subscription)));
    return body;
  }

  JsonNode get(Visit visit) {
    return profile(existing(visit));
  }

  JsonNode update(Visit visit) {
    Params params = visit.params();
    Subscription old = existing(visit);
    String url =
        params.has("new_callbackurl") ? callback(params, "new_callbackurl") : old.callbackUrl();
    String appli = params.has("new_appli") ? "new_appli" : "appli";
    String comment = params.text("comment").orElse(old.comment());
    Subscription changed = accepted(visit, url, category(params, appli), comment);
    subscriptions.remove(old);
    subscriptions.put(changed);
    return Json.object();
  }

  JsonNode revoke(Visit visit) {
    subscriptions.remove(existing(visit));
    return Json.object();
  }

  private Subscription accepted(Visit visit, String url, Category category, String comment) {
    visit.grant().require(category.scope());
    if (checkCallbacks && !notifier.answersHead(url)) {
      throw VendorFailure.badCallback();
    }
    return new Subscription(
        visit.person().userId(), visit.grant().clientId(), url, category.appli(), comment);
  }

  private Subscription existing(Visit visit) {
    Params params = visit.params();
    int appli = category(params, "appli").appli();
    return subscriptions
        .find(visit.person().userId(), params.required("callbackurl"), appli)
        .orElseThrow(VendorFailure::noSuchSubscription);
  }

  private static Category category(Params params, String name) {
    return Category.of(params.requiredNumber(name))
        .orElseThrow(() -> VendorFailure.invalidParams(name));
  }

  /**
   * Plain HTTP and loopback addresses are fine here, unlike at the vendor: a sandbox has no public
   * name.
   */
  private static String callback(Params params, String name) {
    String url = params.text(name).orElseThrow(VendorFailure::badCallback);
    if (url.length() > LONGEST_URL || !isHttp(url)) {
      throw VendorFailure.badCallback();
    }
    return url;
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = new URI(url);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static ObjectNode profile(Subscription subscription) {
    return Json.object()
        .put("appli", subscription.appli())
        .put("callbackurl", subscription.callbackUrl())
        .put("expires", Integer.MAX_VALUE)
        .put("comment", subscription.comment());
  }
}

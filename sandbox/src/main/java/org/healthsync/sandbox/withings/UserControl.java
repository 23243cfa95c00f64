package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsync.sandbox.http.Call;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;

/** The part of the control API below {@code /control/users/{id}}. */
final class UserControl {

  private final Grants grants;
  private final Subscriptions subscriptions;
  private final Notifier notifier;
  private final RecordEditor editor;
  private final Truth truth;

  UserControl(
      Grants grants,
      Subscriptions subscriptions,
      Notifier notifier,
      RecordEditor editor,
      Truth truth) {
    this.grants = grants;
    this.subscriptions = subscriptions;
    this.notifier = notifier;
    this.editor = editor;
    this.truth = truth;
  }

  /**
   * Answers with what is to be written as JSON; {@code rest} are the path segments after the user.
   */
  Object answer(Account account, List<String> rest, Call call) {
    String what = rest.isEmpty() ? "" : rest.get(0);
    if (rest.size() == 1 && call.method().equals("GET") && what.equals("truth")) {
      return truth.of(account);
    }
    if (rest.size() == 1 && call.method().equals("GET") && what.equals("subscriptions")) {
      return subscriptions.of(account.person().userId()).stream()
          .map(one -> new NotifiedAddress(URI.create(one.callbackUrl()), one.appli()))
          .toList();
    }
    if (rest.size() == 1 && call.method().equals("POST") && what.equals("revoke")) {
      return revoke(account.person().userId());
    }
    if (rest.size() == 1 && call.method().equals("POST") && what.equals("expire-access-tokens")) {
      grants.expireAccessTokens(account.person().userId());
      return Map.of();
    }
    return rest.size() == 2 && what.equals("pages")
        ? pages(account, stream(rest.get(1)), call)
        : records(account, rest, call);
  }

  private Object revoke(long userId) {
    notifier.unlinked(userId);
    subscriptions.removeAll(userId);
    grants.revokeAll(userId);
    return Map.of();
  }

  private static Object pages(Account account, DataStream stream, Call call) {
    switch (call.method()) {
      case "PUT" -> {
        ObjectNode request = Json.readObject(call.body());
        List<String> bodies = new ArrayList<>();
        for (JsonNode page : request.path("pages")) {
          bodies.add(page.isTextual() ? page.textValue() : page.toString());
        }
        account.serve(stream, new RawPages(bodies, request.path("repeatLast").asBoolean()));
      }
      case "DELETE" -> account.serveGenerated(stream);
      default -> throw new ControlFailure("pages take PUT and DELETE");
    }
    return Map.of();
  }

  private Object records(Account account, List<String> rest, Call call) {
    if (rest.size() == 1 && call.method().equals("POST")) {
      DataStream stream = editable(account, rest.get(0));
      return Map.of("key", editor.add(account, stream, Json.readObject(call.body())));
    }
    if (rest.size() != 2) {
      throw new ControlFailure("there is no such control call");
    }
    DataStream stream = editable(account, rest.get(0));
    Entry changed =
        switch (call.method()) {
          case "PUT" -> correct(account, stream, rest.get(1), call.body());
          case "DELETE" ->
              editor.delete(account, stream, rest.get(1)).orElseThrow(UserControl::gone);
          default -> throw new ControlFailure("records take PUT and DELETE");
        };
    return Map.of("key", changed.key());
  }

  private Entry correct(Account account, DataStream stream, String key, String body) {
    return editor
        .correct(account, stream, key, Json.readObject(body))
        .orElseThrow(UserControl::gone);
  }

  private static DataStream editable(Account account, String id) {
    DataStream stream = stream(id);
    if (account.servesRawPages(stream)) {
      throw new IllegalArgumentException("the stream serves raw pages, it has no records");
    }
    return stream;
  }

  private static ControlFailure gone() {
    return new ControlFailure("there is no such record");
  }

  private static DataStream stream(String id) {
    return DataStream.named(id).orElseThrow(() -> new ControlFailure("there is no such stream"));
  }
}

package org.healthsync.sandbox.withings;

import java.util.Collection;
import org.healthsync.sandbox.withings.history.Person;

/** The HTML of the consent page. Everything that comes from outside is escaped. */
final class ConsentPage {

  private static final String FRAME =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><title>Sandbox cloud</title>
      <style>body{font:16px sans-serif;max-width:34em;margin:3em auto}label{display:block;padding:.3em}</style>
      </head>
      <body><h1>Simulated Withings account</h1>%s</body>
      </html>
      """;

  private static final String FORM =
      """
      <p>An application asks to read data of a made-up person. Nothing here belongs to anybody.</p>
      <form method="post">%s
      <fieldset><legend>Who are you?</legend>%s</fieldset>
      <fieldset><legend>What may it read?</legend>%s</fieldset>
      <p><button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></p>
      </form>
      """;

  private ConsentPage() {}

  static String problem(String text) {
    return FRAME.formatted("<p>" + escaped(text) + "</p>");
  }

  static String of(ConsentRequest request, Collection<Account> accounts) {
    String hidden =
        hidden("response_type", "code")
            + hidden("client_id", request.clientId())
            + hidden("redirect_uri", request.redirectUri())
            + hidden("state", request.state())
            + hidden("scope", String.join(",", request.scopes()));
    StringBuilder users = new StringBuilder();
    for (Account account : accounts) {
      users.append(user(account.person(), users.isEmpty()));
    }
    StringBuilder scopes = new StringBuilder();
    Scope.ALL.stream().filter(request.scopes()::contains).forEach(s -> scopes.append(scope(s)));
    return FRAME.formatted(FORM.formatted(hidden, users, scopes));
  }

  private static String hidden(String name, String value) {
    return "<input type=\"hidden\" name=\"%s\" value=\"%s\">".formatted(name, escaped(value));
  }

  private static String user(Person person, boolean first) {
    return "<label><input type=\"radio\" name=\"user\" value=\"%d\"%s> %s (%s)</label>"
        .formatted(
            person.userId(),
            first ? " checked" : "",
            escaped(person.name()),
            escaped(person.zone().getId()));
  }

  private static String scope(String scope) {
    return "<label><input type=\"checkbox\" name=\"granted\" value=\"%1$s\" checked> %1$s</label>"
        .formatted(escaped(scope));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}

package org.healthsync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for secrets and payload where they must not be. */
final class Leaks {

  /** Put into bodies; must never come out in a message. */
  static final String PAYLOAD_CANARY = "canary-payload-72450";

  private Leaks() {}

  /** Fails when a secret, the account's id or the payload canary is in the log. */
  static void assertNoneIn(TestHost host) {
    assertNone(host, "the log", host.log());
  }

  /** Fails when one is in the messages of a failure or its causes, or in the log. */
  static void assertNoneIn(TestHost host, Throwable failure) {
    List<String> texts = new ArrayList<>();
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      texts.add(cause.toString());
    }
    assertNone(host, "the message of a failure", texts);
    assertNoneIn(host);
  }

  private static void assertNone(TestHost host, String where, List<String> texts) {
    assertThat(String.join("\n", texts))
        .as(
            "tokens, secrets, account ids and payload must not be in %s; name a status or a code"
                + " instead",
            where)
        .doesNotContain(
            TestHttp.ACCESS_TOKEN,
            TestHttp.RENEWED_TOKEN,
            TestClient.SECRET,
            TestClient.WEBHOOK_SECRET,
            PAYLOAD_CANARY,
            host.account().id());
  }
}

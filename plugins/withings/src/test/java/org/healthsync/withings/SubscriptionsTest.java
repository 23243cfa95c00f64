package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.testkit.RecordedRequest;
import org.healthsync.testkit.StubAnswer;
import org.healthsync.testkit.TestHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {

  private static final URI CALLBACK = URI.create("https://sync.example.org/webhooks/withings/k3y");
  private static final StubAnswer SOME =
      StubAnswer.json(
          """
          {"status": 0, "body": {"profiles": [
            {"appli": 1, "callbackurl": "https://sync.example.org/webhooks/withings/k3y"},
            {"appli": 44, "callbackurl": "https://sync.example.org/webhooks/withings/k3y"},
            {"appli": 16, "callbackurl": "https://sync.example.org/webhooks/withings/other"}]}}
          """);

  private final TestHost host =
      new TestHost(new WithingsPlugin(), Map.of(), "45678912", Instant.ofEpochSecond(1795338100));

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void everyCategoryIsSubscribedOnce() throws Exception {
    subscribe(Answers.status(0), ok(), ok(), ok(), ok(), ok(), ok(), ok());

    assertThat(sent("subscribe"))
        .extracting(request -> request.form().get("appli"))
        .containsExactly("1", "2", "4", "16", "44", "54", "46");
    assertThat(sent("subscribe"))
        .allMatch(request -> request.form().containsValue(CALLBACK.toString()))
        .allMatch(request -> request.path().equals("/notify"));
  }

  @Test
  void onlyWhatIsMissingIsSubscribed() throws Exception {
    subscribe(SOME, ok(), ok(), ok(), ok(), ok());

    assertThat(sent("subscribe"))
        .extracting(request -> request.form().get("appli"))
        .containsExactly("2", "4", "16", "54", "46");
  }

  @Test
  void categoryWithoutItsScopeIsLeftOut() {
    StubAnswer forbidden = Answers.status(277);

    assertThatNoException()
        .isThrownBy(
            () -> subscribe(Answers.status(0), ok(), ok(), ok(), forbidden, forbidden, ok(), ok()));
  }

  @Test
  void subscriptionThatNoScopeAllowsFails() {
    host.stub().enqueue(Answers.status(0));
    host.stub().enqueue(Collections.nCopies(7, Answers.status(277)));
    ProviderException failure =
        catchThrowableOfType(
            ProviderException.class,
            () -> host.provider().subscribe(host.account(), CALLBACK, host.http()));

    assertThat(failure.code()).isEqualTo(StandardError.FORBIDDEN);
  }

  @Test
  void otherFailureEndsTheSubscriptionAtOnce() {
    ProviderException failure =
        catchThrowableOfType(
            ProviderException.class, () -> subscribe(Answers.status(0), Answers.status(601)));

    assertThat(failure.code()).isEqualTo(StandardError.THROTTLED);
    assertThat(host.stub().requests()).hasSize(2);
  }

  @Test
  void onlySubscriptionsOfThisCallbackAreEnded() throws Exception {
    host.stub().enqueue(SOME, ok(), ok());
    host.provider().unsubscribe(host.account(), CALLBACK, host.http());

    assertThat(sent("revoke"))
        .extracting(request -> request.form().get("appli"))
        .containsExactlyInAnyOrder("1", "44");
  }

  @Test
  void nothingSubscribedIsNothingToEnd() throws Exception {
    host.stub().enqueue(StubAnswer.json("{\"status\": 0, \"body\": []}"));
    host.provider().unsubscribe(host.account(), CALLBACK, host.http());

    assertThat(sent("revoke")).isEmpty();
  }

  private void subscribe(StubAnswer... answers) throws ProviderException {
    host.stub().enqueue(answers);
    host.provider().subscribe(host.account(), CALLBACK, host.http());
  }

  private List<RecordedRequest> sent(String action) {
    return host.stub().requests().stream()
        .filter(request -> action.equals(request.form().get("action")))
        .toList();
  }

  private static StubAnswer ok() {
    return Answers.status(0);
  }
}

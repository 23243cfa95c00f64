package org.healthsync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthsync.spi.Fault;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.Remedy;
import org.healthsync.spi.StandardError;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every answer of the provider comes to the right error, and errors tell no secrets. */
interface AnswerRules extends PluginUnderTest {

  @TestFactory
  default Stream<DynamicTest> answerOtherThanSuccessHasTheDeclaredError() {
    return DynamicTest.stream(
        conformance().answers().stream(),
        AnswerCase::toString,
        testCase -> {
          ProviderException failure = failureFor(testCase.answer());
          assertThat(failure.code())
              .as("what classify() makes of this answer: %s", testCase.name())
              .isEqualTo(testCase.expected());
        });
  }

  @TestFactory
  default Stream<DynamicTest> errorsThatEveryProviderHasAreDeclared() {
    Map<Check, StandardError> wanted =
        Map.of(
            Check.THROTTLED, StandardError.THROTTLED,
            Check.UNAUTHORIZED, StandardError.UNAUTHORIZED,
            Check.FORBIDDEN, StandardError.FORBIDDEN);
    return DynamicTest.stream(
        wanted.keySet().stream().sorted(),
        Check::name,
        check -> {
          unlessExempt(check);
          assertThat(conformance().answers())
              .as("declare Conformance.answer(...) that means %s", check)
              .anyMatch(answer -> answer.expected() == wanted.get(check));
        });
  }

  @TestFactory
  default Stream<DynamicTest> rateLimitGivesAWaitingTime() {
    return answers(StandardError.THROTTLED)
        .map(
            testCase ->
                DynamicTest.dynamicTest(
                    testCase.name(),
                    () ->
                        assertThat(failureFor(testCase.answer()).retryAfter())
                            .as("tell retryAfter in the verdict or patience in a budget")
                            .isPresent()));
  }

  @TestFactory
  default Stream<DynamicTest> refusedTokenIsRenewedOnceAndThenAsksForReauthorization() {
    return answers(StandardError.UNAUTHORIZED)
        .map(
            testCase ->
                DynamicTest.dynamicTest(
                    testCase.name(),
                    () -> {
                      try (TestHost host = host()) {
                        host.stub().enqueue(testCase.answer(), testCase.answer());
                        ProviderException failure = fetchFailure(host);

                        assertThat(failure.code().remedy()).isEqualTo(Remedy.REAUTHORIZE);
                        assertThat(host.stub().requests())
                            .extracting(request -> request.authorization().orElse(""))
                            .containsExactly(
                                "Bearer " + TestHttp.ACCESS_TOKEN,
                                "Bearer " + TestHttp.RENEWED_TOKEN);
                      }
                    }));
  }

  @Test
  default void outageIsTheProvidersFaultAndPasses() {
    for (int status : List.of(500, 502, 503, 504)) {
      assertProviderFaultThatPasses(StubAnswer.http(status), "http " + status);
    }
  }

  @TestFactory
  default Stream<DynamicTest> brokenBodyIsTheProvidersFaultAndPasses() {
    Map<String, StubAnswer> broken =
        Map.of(
            "truncated JSON",
            StubAnswer.json("{\"" + Leaks.PAYLOAD_CANARY + "\": [1, 2"),
            "a page for people",
            StubAnswer.html("<html><body>" + Leaks.PAYLOAD_CANARY + "</body></html>"),
            "an empty body",
            StubAnswer.http(200));
    return DynamicTest.stream(
        broken.keySet().stream().sorted(),
        name -> name,
        name -> {
          unlessExempt(Check.BROKEN_BODY);
          StubAnswer answer = broken.getOrDefault(name, StubAnswer.http(200));
          assertProviderFaultThatPasses(answer, name);
        });
  }

  private void assertProviderFaultThatPasses(StubAnswer answer, String name) {
    ProviderException failure = failureFor(answer);
    assertThat(failure.code().fault())
        .as("%s is no fault of plugin, person or operator", name)
        .isEqualTo(Fault.PROVIDER);
    assertThat(failure.code().remedy()).as("%s passes", name).isEqualTo(Remedy.RETRY);
  }

  private Stream<AnswerCase> answers(StandardError expected) {
    return conformance().answers().stream().filter(answer -> answer.expected() == expected);
  }

  /** Fetches with that answer, twice as a refused token is renewed once. */
  private ProviderException failureFor(StubAnswer answer) {
    try (TestHost host = host()) {
      host.stub().enqueue(answer, answer);
      return fetchFailure(host);
    }
  }

  private ProviderException fetchFailure(TestHost host) {
    String stream = conformance().streams().get(0).stream();
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> host.fetch(stream, null, null));
    assertThat(failure)
        .as("fetch must end with a ProviderException; classify() took this answer for success")
        .isNotNull();
    Leaks.assertNoneIn(host, failure);
    return failure;
  }
}

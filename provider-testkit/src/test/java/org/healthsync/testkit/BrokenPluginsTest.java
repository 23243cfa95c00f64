package org.healthsync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.StreamMapper;
import org.healthsync.map.StreamMapping;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.testkit.sample.Flaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Each flaw turns the suite red, in the rule that is about it, with a message that helps. */
class BrokenPluginsTest {

  static List<Arguments> flaws() {
    return List.of(
        flaw(
            ForgetsLaterPages.class,
            "allPagesAreReadOnceEachAsReceivedAndThenItStops",
            "more() must be true until the last"),
        flaw(
            FollowsForEver.class,
            "pageThatIsRepeatedForEverIsNoticed",
            "asked once more than the test prepared"),
        flaw(
            LosesTheCursor.class,
            "secondRunGoesOnInsteadOfBeginningAgain",
            "must start from the cursor"),
        flaw(
            ClassifiesNothing.class,
            "answerOtherThanSuccessHasTheDeclaredError",
            "what classify() makes of this answer"),
        flaw(WidensWindows.class, "windowIsAskedForAsGivenAlsoWhenTheClocksChange", "2026-03-30"),
        flaw(
            QuotesPayload.class,
            "brokenBodyIsTheProvidersFaultAndPasses",
            "must not be in the message of a failure"),
        flaw(
            LogsTheAccount.class,
            "allPagesAreReadOnceEachAsReceivedAndThenItStops",
            "must not be in the log"),
        flaw(InventsIds.class, "samePageGivesTheSameReadingsTwice", "mapping must be pure"),
        flaw(
            ReadsUndeclaredKey.class,
            "pluginReadsDeclaredConfigurationOnly",
            "page-size is not declared"),
        flaw(
            PretendsToRevoke.class,
            "revocationDuringAnOutageFailsAndCanBeRepeated",
            "must not look like one"),
        flaw(TrustsNotifications.class, "anythingElseIsRefused", "must be refused"),
        flaw(ChangesItsMind.class, "descriptorIsEqualOnEveryCall", "equal value every time"));
  }

  @ParameterizedTest
  @MethodSource("flaws")
  void flawTurnsItsRuleRedWithAMessageThatHelps(Class<?> suite, String rule, String message) {
    Events failures = run(selectMethod(suite, rule)).failed();

    assertThat(failures.stream().map(BrokenPluginsTest::messageOf))
        .anyMatch(failure -> failure.contains(message));
  }

  @Test
  void everyFlawOfTheSampleIsTried() {
    assertThat(flaws()).hasSize(Flaw.values().length - 1);
  }

  @Test
  void exemptionLeavesTheRuleOutAndShowsItsReason() {
    Events tests = run(selectClass(ExemptFromMapping.class));

    assertThat(tests.failed().list()).isEmpty();
    assertThat(tests.aborted().stream())
        .isNotEmpty()
        .allMatch(event -> messageOf(event).contains("exempt from MAPPING: no engine here"));
  }

  @Test
  void anExampleOfAMappingFileThatIsWrongIsToldWithItsPlace() {
    Events failures =
        run(selectMethod(ExampleIsWrong.class, "examplesOfMappingFilesGiveWhatTheySay")).failed();

    assertThat(failures.stream().map(BrokenPluginsTest::messageOf))
        .anyMatch(
            failure ->
                failure.contains(
                    "acme/weights.yaml:4: examples[0].readings: example 'none' gives 0 readings"));
  }

  @Test
  void missingDeclarationsAreAskedFor() {
    assertThat(
            run(selectClass(DeclaresNothing.class)).failed().stream()
                .map(BrokenPluginsTest::messageOf))
        .anyMatch(message -> message.contains("Conformance.stream(...)"))
        .anyMatch(message -> message.contains("that means THROTTLED"))
        .anyMatch(message -> message.contains("Conformance.notification(...)"))
        .anyMatch(message -> message.contains("Conformance.unknownMeasure(...)"));
  }

  private static Arguments flaw(Class<?> suite, String rule, String message) {
    return Arguments.of(suite, rule, message);
  }

  private static Events run(DiscoverySelector tests) {
    return EngineTestKit.engine("junit-jupiter").selectors(tests).execute().testEvents();
  }

  private static String messageOf(Event event) {
    return event
        .getPayload(TestExecutionResult.class)
        .flatMap(TestExecutionResult::getThrowable)
        .map(Throwable::toString)
        .orElse("");
  }

  static final class ExampleIsWrong extends SampleSuite {
    ExampleIsWrong() {
      super(Flaw.NONE);
    }

    @Override
    public StreamMapper mapper(TestHost host, StreamDescriptor stream) throws MappingFileException {
      return StreamMapping.compile(
          "acme/weights.yaml", "version: 1\nrules: []\nexamples:\n  - { name: none, page: {} }\n");
    }
  }

  static final class ForgetsLaterPages extends SampleSuite {
    ForgetsLaterPages() {
      super(Flaw.FORGETS_LATER_PAGES);
    }
  }

  static final class FollowsForEver extends SampleSuite {
    FollowsForEver() {
      super(Flaw.FOLLOWS_FOR_EVER);
    }
  }

  static final class LosesTheCursor extends SampleSuite {
    LosesTheCursor() {
      super(Flaw.LOSES_THE_CURSOR);
    }
  }

  static final class ClassifiesNothing extends SampleSuite {
    ClassifiesNothing() {
      super(Flaw.CLASSIFIES_NOTHING);
    }
  }

  static final class WidensWindows extends SampleSuite {
    WidensWindows() {
      super(Flaw.WIDENS_WINDOWS);
    }
  }

  static final class QuotesPayload extends SampleSuite {
    QuotesPayload() {
      super(Flaw.QUOTES_PAYLOAD);
    }
  }

  static final class LogsTheAccount extends SampleSuite {
    LogsTheAccount() {
      super(Flaw.LOGS_THE_ACCOUNT);
    }
  }

  static final class InventsIds extends SampleSuite {
    InventsIds() {
      super(Flaw.INVENTS_IDS);
    }
  }

  static final class ReadsUndeclaredKey extends SampleSuite {
    ReadsUndeclaredKey() {
      super(Flaw.READS_UNDECLARED_KEY);
    }
  }

  static final class PretendsToRevoke extends SampleSuite {
    PretendsToRevoke() {
      super(Flaw.PRETENDS_TO_REVOKE);
    }
  }

  static final class TrustsNotifications extends SampleSuite {
    TrustsNotifications() {
      super(Flaw.TRUSTS_NOTIFICATIONS);
    }
  }

  static final class ChangesItsMind extends SampleSuite {
    ChangesItsMind() {
      super(Flaw.CHANGES_ITS_MIND);
    }
  }

  static final class ExemptFromMapping extends SampleSuite {
    ExemptFromMapping() {
      super(Flaw.NONE);
    }

    @Override
    public Conformance conformance() {
      return conformanceBuilder().exempt(Check.MAPPING, "no engine here").build();
    }
  }

  static final class DeclaresNothing extends SampleSuite {
    DeclaresNothing() {
      super(Flaw.NONE);
    }

    @Override
    public Conformance conformance() {
      return emptyConformance();
    }
  }
}

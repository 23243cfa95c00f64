package org.healthsync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Classes of the JDK and of the kit, which may do what plugins may not, stand in for offenders. */
class CodeRulesTest {

  static List<Arguments> offenders() {
    return List.of(
        Arguments.of("no sockets", TestHttp.class, "ProviderHttp"),
        Arguments.of("no threads", TestHttp.class, "threads belong to the server"),
        Arguments.of("no clock of its own", LocalDate.class, "PluginContext.clock()"),
        Arguments.of("no chance", Collections.class, "derive them from the provider's"),
        Arguments.of("no standard streams", Throwable.class, "PluginContext.log()"),
        Arguments.of("no variable static fields", System.class, "into the cursor"));
  }

  @ParameterizedTest
  @MethodSource("offenders")
  void offenderIsFoundAndToldWhatToDoInstead(String rule, Class<?> offender, String advice) {
    EvaluationResult result = rule(rule).evaluate(classes(offender));

    assertThat(result.hasViolation()).isTrue();
    assertThat(result.getFailureReport().toString()).contains(advice);
  }

  @Test
  void everyRuleHasAnOffender() {
    assertThat(CodeRules.rules()).hasSize(offenders().size());
  }

  private static ArchRule rule(String name) {
    return CodeRules.rules()
        .filter(rule -> rule.getDescription().startsWith(name))
        .findFirst()
        .orElseThrow();
  }

  private static JavaClasses classes(Class<?> type) {
    return new ClassFileImporter().importClasses(type);
  }
}

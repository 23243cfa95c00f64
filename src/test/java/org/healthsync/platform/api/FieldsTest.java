package org.healthsync.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

  @Test
  void timesThatPeopleMeanAreRead() {
    assertThat(Fields.date("from", "1900-01-01")).isEqualTo(LocalDate.of(1900, 1, 1));
    assertThat(Fields.date("from", "2200-12-31")).isEqualTo(LocalDate.of(2200, 12, 31));
    assertThat(Fields.instant("from", "2026-01-01T00:00:00Z"))
        .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(Fields.optionalInstant("to", null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01",
        "-5000-01-01",
        "1899-12-31",
        "2201-01-01",
        "+999999999-12-31",
        "now"
      })
  void timesThatPostgresqlDoesNotKnowAreRefused(String date) {
    assertRefused("from", () -> Fields.date("from", date));
    assertRefused("from", () -> Fields.instant("from", date + "T00:00:00Z"));
    assertRefused("to", () -> Fields.optionalInstant("to", date + "T00:00:00Z"));
  }

  @Test
  void missingTimeIsRefused() {
    assertRefused("from", () -> Fields.date("from", null));
    assertRefused("from", () -> Fields.instant("from", null));
  }

  @Test
  void textInSomebodysOwnWordsIsShortAndPlain() {
    assertThat(Fields.text("reason", null)).isEmpty();
    assertThat(Fields.text("reason", "LOINC code\nöüß 測定")).contains("LOINC code\nöüß 測定");
    assertRefused("reason", () -> Fields.text("reason", "a\u0000b"));
    assertRefused("reason", () -> Fields.text("reason", "a\u001bb"));
    assertThat(Fields.text("reason", "x".repeat(1000))).isPresent();
    assertRefused("reason", () -> Fields.text("reason", "x".repeat(1001)));
  }

  @Test
  void longTextIsPlainToo() {
    String yaml = "version: 1\n".repeat(1000);
    assertThat(Fields.longText("yaml", yaml)).isEqualTo(yaml);
    assertRefused("yaml", () -> Fields.longText("yaml", "version: \u0000"));
  }

  private static void assertRefused(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_FIELD);
              assertThat(problem.field()).isEqualTo(Optional.of(field));
            });
  }
}

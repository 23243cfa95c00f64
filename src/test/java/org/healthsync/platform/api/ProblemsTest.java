package org.healthsync.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.healthsync.platform.DatabaseOutage;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {

  @ParameterizedTest
  @ValueSource(strings = {"08006", "53100", "53300", "57P01", "57P03", "25006", "40001", "40P01"})
  void databaseThatIsAwayIsNoFailureOfOurs(String state) {
    Problem problem = Problems.of(wrapped(new SQLException("secret", state)));

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE.code());
    assertThat(String.valueOf(problem)).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "42601", "22001", "", "0"})
  void mistakeInAStatementIsAnIncident(String state) {
    assertThat(Problems.of(wrapped(new SQLException("secret", state))).status()).isEqualTo(500);
    assertThat(DatabaseOutage.is(new SQLException("without a state"))).isFalse();
  }

  @Test
  void poolWithoutAnAnswerIsAnOutage() {
    assertThat(Problems.of(new SQLRecoverableException("closed")).status()).isEqualTo(503);
    assertThat(Problems.of(new SQLTransientConnectionException("pool")).status()).isEqualTo(503);
  }

  @Test
  void whatTheServiceSaysItselfComesFirst() {
    Throwable thrown =
        new ProblemException(ProblemCode.CONFLICT, "no").initCause(new SQLException("x", "08006"));

    assertThat(Problems.of(thrown).status()).isEqualTo(409);
  }

  private static Throwable wrapped(SQLException failure) {
    return new IllegalStateException("rolled back", new IllegalStateException("x", failure));
  }
}

package org.healthsync.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.connect.fixture.Stage.DEMO;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.platform.UserId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UsersTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage();
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @Test
  void puttingTheSameAgainChangesNothing() {
    UserId id = new UserId("repeat");
    User first = stage.users.put(DEMO, id, "Patient/1", BERLIN).user();
    stage.clock.advance(Duration.ofMinutes(1));

    Users.Saved second = stage.users.put(DEMO, id, "Patient/1", BERLIN);

    assertThat(second.created()).isFalse();
    assertThat(second.user()).isEqualTo(first);
  }

  @Test
  void puttingSomethingElseReplacesIt() {
    UserId id = new UserId("change");
    User first = stage.users.put(DEMO, id, "Patient/1", BERLIN).user();
    stage.clock.advance(Duration.ofMinutes(1));

    User second = stage.users.put(DEMO, id, "Patient/2", ZoneId.of("UTC")).user();

    assertThat(stage.users.require(DEMO, id)).isEqualTo(second);
    assertThat(second.patient()).isEqualTo("Patient/2");
    assertThat(second.createdAt()).isEqualTo(first.createdAt());
    assertThat(second.updatedAt()).isAfter(first.updatedAt());
  }

  @Test
  void ofManyThatPutOneNewUserAtOnceOneCreates() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Users.Saved> put =
          () -> stage.users.put(DEMO, new UserId("race"), "Patient/1", BERLIN);
      List<Future<Users.Saved>> all =
          threads.invokeAll(Stream.generate(() -> put).limit(16).toList());
      int created = 0;
      for (Future<Users.Saved> future : all) {
        created += future.get().created() ? 1 : 0;
      }
      assertThat(created).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void patientMustBeALiteralReference() {
    for (String patient : List.of("", "p1", "Patient/", "http://x/Patient/1", "Patient/a b")) {
      assertThatThrownBy(() -> stage.users.put(DEMO, new UserId("x"), patient, BERLIN))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

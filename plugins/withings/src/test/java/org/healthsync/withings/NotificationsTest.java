package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.notify.Notification;
import org.healthsync.spi.notify.Notified;
import org.healthsync.spi.notify.Notified.Outcome;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final Notifications notifications = new Notifications();

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "GET"})
  void handshakeIsAnswered(String method) {
    Notified notified = notifications.read(notification(method, ""));

    assertThat(notified.outcome()).isEqualTo(Outcome.HANDSHAKE);
    assertThat(notified.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"1, measures", "2, measures", "4, measures"})
  void measurementIsReadAgainIncludingItsLastSecond(int appli, String stream) {
    assertThat(
            changes("userid=45678912&appli=" + appli + "&startdate=1795330512&enddate=1795330513"))
        .containsExactly(fetch(stream, "2026-11-22T06:55:12Z", "2026-11-22T06:55:14Z"));
  }

  @Test
  void dayOfActivityIsReadAgainInEveryStreamThatItConcerns() {
    assertThat(changes("userid=45678912&appli=16&date=2026-11-18"))
        .containsExactly(
            fetch("activity", "2026-11-18T00:00:00Z", "2026-11-19T00:00:00Z"),
            fetch("intraday", "2026-11-17T00:00:00Z", "2026-11-20T00:00:00Z"),
            fetch("workouts", "2026-11-18T00:00:00Z", "2026-11-19T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-21", "2026-11-22", "2026-11-23"})
  void samplesOfADayThatIsReadAnywayNeedNoWindow(String day) {
    assertThat(changes("userid=45678912&appli=16&date=" + day))
        .contains(new Change.Fetch("45678912", "intraday", null));
  }

  @ParameterizedTest
  @CsvSource({"16, activity", "16, workouts", "44, sleep-summary", "44, sleep"})
  void spanOfDayStreamsCoversTheLocalDayOfEveryOffset(int appli, String stream) {
    assertThat(
            changes("userid=45678912&appli=" + appli + "&startdate=1795303800&enddate=1795331400"))
        .contains(fetch(stream, "2026-11-20T00:00:00Z", "2026-11-24T00:00:00Z"));
  }

  @Test
  void recordingIsReadAgain() {
    assertThat(changes("userid=45678912&appli=54&startdate=1795330512&enddate=1795330513"))
        .containsExactly(fetch("ecg", "2026-11-22T06:55:12Z", "2026-11-22T06:55:14Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&startdate=1795330512",
        "&startdate=1795330513&enddate=1795330512",
        "&startdate=-5&enddate=7",
        "&startdate=0&enddate=999999999999999999",
        "&startdate=now&enddate=then",
        "&date=2026-02-30",
        "&date=0000-01-01"
      })
  void withoutASensibleSpanEverythingNewIsFetched(String span) {
    assertThat(changes("userid=45678912&appli=44" + span))
        .containsExactly(
            new Change.Fetch("45678912", "sleep-summary", null),
            new Change.Fetch("45678912", "sleep", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unlink", "delete"})
  void personWhoLeftHasRevoked(String action) {
    assertThat(changes("userid=45678912&appli=46&action=" + action))
        .containsExactly(new Change.Revoked("45678912"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userid=45678912&appli=46&action=update",
        "userid=45678912&appli=46",
        "userid=45678912&appli=51&date=2026-11-21",
        "userid=45678912&appli=4711"
      })
  void otherNotificationsAreAnsweredSoThatTheyAreNotSentAgain(String body) {
    assertThat(changes(body)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "appli=1",
        "userid=&appli=1",
        "userid=45678912",
        "userid=45678912&appli=one",
        "userid=%zz&appli=1",
        "{\"userid\": 45678912, \"appli\": 1}"
      })
  void bodyThatNamesNoAccountOrCategoryIsRefused(String body) {
    Notified notified = notifications.read(notification("POST", body));

    assertThat(notified.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(notified.reason()).isNotBlank().doesNotContain("45678912");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "post"})
  void otherMethodsAreRefused(String method) {
    assertThat(notifications.read(notification(method, "userid=45678912&appli=1")).outcome())
        .isEqualTo(Outcome.REFUSED);
  }

  @Test
  void firstOfARepeatedParameterCounts() {
    assertThat(changes("userid=45678912&appli=16&date=2026-11-21&userid=666&date=1999-01-01"))
        .hasSize(3)
        .contains(fetch("activity", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"));
  }

  private List<Change> changes(String body) {
    Notified notified = notifications.read(notification("POST", body));
    assertThat(notified.outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(notified.status()).isEqualTo(200);
    return notified.changes();
  }

  private static Change fetch(String stream, String from, String to) {
    return new Change.Fetch("45678912", stream, new Window(Instant.parse(from), Instant.parse(to)));
  }

  private static Notification notification(String method, String body) {
    return new Notification(method, Map.of(), Map.of(), Payload.of(body), NOW);
  }
}

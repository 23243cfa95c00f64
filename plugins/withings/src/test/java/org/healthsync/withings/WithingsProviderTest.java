package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.notify.Notification;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.Window;
import org.healthsync.testkit.BaseProviderTest;
import org.healthsync.testkit.Conformance;
import org.healthsync.testkit.Fixtures;
import org.healthsync.testkit.RecordedRequest;
import org.healthsync.testkit.StubAnswer;

class WithingsProviderTest extends BaseProviderTest {

  private static final String ACCOUNT = "45678912";
  private static final Instant NOW = Instant.ofEpochSecond(1795338100);

  private final Fixtures http = new Fixtures(WithingsProviderTest.class, "http");

  @Override
  public ProviderPlugin plugin() {
    return new WithingsPlugin();
  }

  @Override
  public Conformance conformance() {
    Conformance.Builder conformance = Conformance.of(ACCOUNT, NOW);
    streams(conformance);
    answers(conformance);
    return conformance
        .revoke(List.of(nonce(), Answers.status(0)), List.of(nonce(), Answers.status(401)))
        // the list of what is there, and seven categories
        .subscribe(Collections.nCopies(8, Answers.status(0)))
        .notification(
            "new weight",
            post("userid=45678912&appli=1&startdate=1795330512&enddate=1795330513"),
            List.of(
                new Change.Fetch(
                    ACCOUNT,
                    "measures",
                    new Window(
                        Instant.ofEpochSecond(1795330512), Instant.ofEpochSecond(1795330514)))))
        .build();
  }

  private void streams(Conformance.Builder conformance) {
    conformance.stream("measures", pages("measures"), http.json("measures-none.json")).stream(
            "activity", pages("activity"), http.json("activity-none.json"))
        .stream("sleep-summary", pages("sleep"), http.json("sleep-none.json"))
        .stream("workouts", pages("workouts"), http.json("workouts-none.json"))
        // the newest day comes first
        .slices(
            "intraday", answers("intraday", "-2-of-2", "-1-of-2"), http.json("intraday-none.json"))
        .stream(
            "sleep",
            answers("sleep-detail-", "1-list", "2-night", "3-list", "4-night"),
            http.json("sleep-none.json"))
        .stream(
            "ecg",
            answers("ecg-", "1-list", "2-signal", "3-list", "4-signal"),
            http.json("ecg-none.json"))
        .wholeList("devices", http.json("devices.json"), http.json("devices-none.json"))
        .unknownMeasure("measures", http.json("measures-unknown-type.json"));
  }

  private static void answers(Conformance.Builder conformance) {
    conformance
        .answer("status 601", Answers.status(601), StandardError.THROTTLED)
        .answer("http 429", StubAnswer.http(429), StandardError.THROTTLED)
        .answer("status 401", Answers.status(401), StandardError.UNAUTHORIZED)
        .answer("status 277", Answers.status(277), StandardError.FORBIDDEN)
        .answer("status 503", Answers.status(503), StandardError.REQUEST_REFUSED)
        .answer("status 522", Answers.status(522), StandardError.PROVIDER_UNAVAILABLE)
        .answer("status 4711", Answers.status(4711), StandardError.PROVIDER_UNAVAILABLE)
        .answer("no status", StubAnswer.json("{\"body\": {}}"), StandardError.BAD_PAYLOAD)
        .answer("no body", StubAnswer.json("{\"status\": 0}"), StandardError.BAD_PAYLOAD);
  }

  private List<StubAnswer> pages(String name) {
    return answers(name, "-1-of-2", "-2-of-2");
  }

  private List<StubAnswer> answers(String name, String... parts) {
    return Arrays.stream(parts).map(part -> http.json(name + part + ".json")).toList();
  }

  /** The first run reads today and yesterday: two pages of samples. */
  @Override
  public Map<String, String> settings() {
    return Map.of("detail-days", "1");
  }

  @Override
  public void assertAsksFor(Window window, String stream, RecordedRequest request) {
    Map<String, String> form = request.form();
    assertThat(form).doesNotContainKey("lastupdate");
    switch (stream) {
      case "measures", "ecg" -> assertSpan(form, window);
      case "intraday" -> assertDayOf(form, window);
      case "devices" -> assertThat(form).containsOnlyKeys("action");
      default -> {
        LocalDate afterLast = LocalDate.ofInstant(window.to(), ZoneOffset.UTC);
        assertThat(form)
            .containsEntry("startdateymd", day(window.from()).toString())
            .containsEntry("enddateymd", afterLast.minusDays(1).toString());
      }
    }
  }

  private static void assertSpan(Map<String, String> form, Window window) {
    assertThat(form)
        .containsEntry("startdate", Long.toString(window.from().getEpochSecond()))
        .containsEntry("enddate", Long.toString(window.to().getEpochSecond()));
  }

  /** A whole day of UTC that the window touches; that all of them are read is proven elsewhere. */
  private static void assertDayOf(Map<String, String> form, Window window) {
    Instant from = Instant.ofEpochSecond(Long.parseLong(form.get("startdate")));
    Instant last = Instant.ofEpochSecond(Long.parseLong(form.get("enddate")));
    assertThat(from).isEqualTo(from.truncatedTo(ChronoUnit.DAYS)).isBefore(window.to());
    assertThat(last).isEqualTo(from.plus(1, ChronoUnit.DAYS).minusSeconds(1));
    assertThat(last).isAfterOrEqualTo(window.from());
  }

  private static LocalDate day(Instant bound) {
    return LocalDate.ofInstant(bound, ZoneOffset.UTC);
  }

  private static StubAnswer nonce() {
    return StubAnswer.json("{\"status\": 0, \"body\": {\"nonce\": \"1c2b7f\"}}");
  }

  private static Notification post(String body) {
    return new Notification("POST", Map.of(), Map.of(), Payload.of(body), NOW);
  }
}

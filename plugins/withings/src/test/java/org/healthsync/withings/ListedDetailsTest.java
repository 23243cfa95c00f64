package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.Window;
import org.healthsync.testkit.RecordedRequest;
import org.healthsync.testkit.StubAnswer;
import org.healthsync.testkit.TestHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nights and recordings are listed, and their content is fetched one by one. */
class ListedDetailsTest {

  private static final long NOW = 1795338100;
  private static final StubAnswer CONTENT = StubAnswer.json("{\"status\": 0, \"body\": {}}");

  private final TestHost host =
      new TestHost(
          new WithingsPlugin(), Map.of("detail-days", "5"), "45678912", Instant.ofEpochSecond(NOW));

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void firstRunListsTheNightsOfTheDaysThatTheOperatorWants() throws Exception {
    run("sleep", null, null, nights("", NOW - 40_000));

    assertThat(form(0))
        .containsEntry("action", "getsummary")
        .containsEntry("startdateymd", "2026-11-17")
        .containsEntry("enddateymd", "2026-11-23")
        .doesNotContainKey("lastupdate");
  }

  @Test
  void eachNightOfTheListIsAskedForByItsSpan() throws Exception {
    List<Page> pages = pages("sleep", null, null, nights("", NOW - 40_000, NOW - 130_000), CONTENT);

    assertThat(pages).hasSize(3);
    assertThat(form(2))
        .containsEntry("action", "get")
        .containsEntry("startdate", Long.toString(NOW - 130_000 - 27_700))
        .containsEntry("enddate", Long.toString(NOW - 130_000 - 100));
    assertThat(form(2).get("data_fields")).startsWith("hr,rr,").endsWith("chest_movement_rate");
    assertThat(pages.get(2).raw().attributes())
        .containsEntry("part", "detail")
        .containsEntry("id", "2")
        .containsEntry("timezone", "Europe/Paris")
        .containsEntry("device", "77ab")
        .containsEntry("day", "2026-11-22");
  }

  @Test
  void nextRunFetchesOnlyWhatChangedSince() throws Exception {
    Cursor next = run("sleep", null, null, nights("", NOW - 40_000, NOW - 90_000), CONTENT);
    host.stub().reset();
    run("sleep", null, next, nights("", NOW - 40_000, NOW - 10), CONTENT);

    assertThat(form(0)).containsEntry("lastupdate", Long.toString(NOW - 40_000));
    assertThat(host.stub().requests()).hasSize(2);
    assertThat(form(1)).containsEntry("enddate", Long.toString(NOW - 10 - 100));
  }

  @Test
  void whatChangesInTheSecondOfARunIsPartOfTheNext() throws Exception {
    Cursor next = run("sleep", null, null, nights("", NOW), CONTENT);
    host.stub().reset();
    run("sleep", null, next, nights("", NOW), CONTENT);

    assertThat(host.stub().requests()).hasSize(2);
  }

  @Test
  void listGoesOnAfterTheDetailsOfAPage() throws Exception {
    run(
        "ecg",
        null,
        null,
        recordings(Answers.more(2), NOW - 100, NOW - 200),
        CONTENT,
        CONTENT,
        recordings("", NOW - 300),
        CONTENT);

    assertThat(host.stub().requests())
        .extracting(
            request ->
                request.form().get("action")
                    + request.form().getOrDefault("offset", "")
                    + request.form().getOrDefault("signalid", ""))
        .containsExactly("list", "get1", "get2", "list2", "get1");
  }

  @Test
  void newestOfAPageIsFetchedFirst() throws Exception {
    run("ecg", null, null, recordings("", NOW - 200, NOW - 100), CONTENT, CONTENT);

    assertThat(form(1)).containsEntry("signalid", "2");
    assertThat(form(2)).containsEntry("signalid", "1");
  }

  @Test
  void recordingsThatComeLateAreLookedForAmongThoseOfTheLastWeeks() throws Exception {
    Cursor next = run("ecg", null, null, recordings("", NOW - 100), CONTENT);
    host.stub().reset();
    run("ecg", null, next, recordings("", NOW - 100));

    assertThat(form(0))
        .containsEntry("startdate", Long.toString(NOW - 100 - 30 * 86_400))
        .containsEntry("enddate", Long.toString(NOW));
    assertThat(host.stub().requests()).as("its signal is known").hasSize(1);
  }

  @Test
  void windowIsReadCompletelyWhateverIsKnown() throws Exception {
    Window window = new Window(Instant.ofEpochSecond(NOW - 500), Instant.ofEpochSecond(NOW));
    run("ecg", window, null, recordings("", NOW - 100), CONTENT);

    assertThat(form(0))
        .containsEntry("startdate", Long.toString(NOW - 500))
        .containsEntry("enddate", Long.toString(NOW));
    assertThat(form(1)).containsEntry("signalid", "1");
  }

  @Test
  void pageWithMoreDetailsThanACursorHoldsIsListedAgainForTheOthers() throws Exception {
    long[] hundred = IntStream.range(0, 100).mapToLong(i -> NOW - 1000 - i).toArray();
    host.stub().enqueue(Collections.nCopies(200, recordings("", hundred)));
    host.drain("ecg", null, null);

    List<String> signals =
        host.stub().requests().stream()
            .map(RecordedRequest::form)
            .filter(form -> form.containsKey("signalid"))
            .map(form -> form.get("signalid"))
            .toList();
    assertThat(signals).hasSize(100).doesNotHaveDuplicates();
    assertThat(host.stub().requests()).hasSizeBetween(102, 105);
  }

  @Test
  void recordingThatIsGoneDoesNotStopTheOthers() throws Exception {
    List<Page> pages =
        pages(
            "ecg", null, null, recordings("", NOW - 100, NOW - 200), Answers.status(503), CONTENT);

    assertThat(pages).hasSize(3);
  }

  @Test
  void whatHasNoContentOfItsOwnIsNotAskedFor() throws Exception {
    StubAnswer odd =
        StubAnswer.json(
            """
            {"status": 0, "body": {"series": [
              {"timestamp": 5, "modified": 6, "bloodpressure": {}},
              {"timestamp": 7, "modified": 8, "stetho": {"signalid": 9}},
              {"ecg": {"signalid": 10}, "modified": 8}]}}
            """);
    run("ecg", null, null, odd);

    assertThat(host.stub().requests()).hasSize(1);
  }

  @Test
  void cursorTellsNothingThatWasMeasured() throws Exception {
    host.stub().enqueue(recordings("", NOW - 100));
    Page page = host.fetch("ecg", null, null);

    String pending = "1,%1$d,%1$d,%2$d,1,,Europe/Paris,44c2".formatted(NOW - 150, NOW - 100);
    assertThat(page.next().value()).endsWith(";" + pending).matches("[0-9,]+;" + pending);
  }

  @ParameterizedTest
  @CsvSource({
    "2, '0,0,0,0,0,0'",
    "1, ''",
    "1, '0,0,0,0,0'",
    "1, '0,0,0,0,99999999999,0'",
    "1, '0,0,0,0,0,0;1,2'",
    "1, '0,0,0,0,0,0;a,1,1,1,1,,,'"
  })
  void cursorOfAnotherFormIsRefused(int version, String value) {
    ProviderException refused =
        catchThrowableOfType(
            ProviderException.class, () -> host.fetch("sleep", null, new Cursor(version, value)));

    assertThat(refused.code()).isEqualTo(WithingsError.WITHINGS_CURSOR_UNREADABLE);
  }

  private Cursor run(
      String stream, @Nullable Window window, @Nullable Cursor from, StubAnswer... answers)
      throws ProviderException {
    List<Page> pages = pages(stream, window, from, answers);
    return pages.get(pages.size() - 1).next();
  }

  private List<Page> pages(
      String stream, @Nullable Window window, @Nullable Cursor from, StubAnswer... answers)
      throws ProviderException {
    host.stub().enqueue(answers);
    // details may be many
    host.stub().enqueue(Collections.nCopies(3, CONTENT));
    return host.drain(stream, window, from);
  }

  private Map<String, String> form(int request) {
    return host.stub().requests().get(request).form();
  }

  /** Nights, numbered from 1, each ending 100 seconds before it changed. */
  private static StubAnswer nights(String paging, long... modified) {
    return list(
        paging,
        modified,
        """
        {"id": %d, "timezone": "Europe/Paris", "hash_deviceid": "77ab", "date": "2026-11-22",
         "startdate": %d, "enddate": %d, "modified": %d, "completed": true}""",
        27_700,
        100);
  }

  /** Recordings, numbered from 1, each 50 seconds before it changed. */
  private static StubAnswer recordings(String paging, long... modified) {
    return list(
        paging,
        modified,
        """
        {"ecg": {"signalid": %d, "afib": 1}, "timezone": "Europe/Paris", "deviceid": "44c2",
         "heart_rate": 67, "timestamp": %d, "ignored": %d, "modified": %d}""",
        50,
        50);
  }

  private static StubAnswer list(
      String paging, long[] modified, String element, long from, long to) {
    int[] number = {0};
    String elements =
        Arrays.stream(modified)
            .mapToObj(time -> element.formatted(++number[0], time - from, time - to, time))
            .collect(Collectors.joining(", "));
    return StubAnswer.json(
        "{\"status\": 0, \"body\": {\"series\": [%s]%s}}".formatted(elements, paging));
  }
}

package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked in which order, and where the cursor goes. */
class PageFetchTest {

  private static final long NOW = 1795338100;

  private final TestHost host =
      new TestHost(new WithingsPlugin(), Map.of(), "45678912", Instant.ofEpochSecond(NOW));

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void veryFirstPassAsksForEverything() throws Exception {
    run("measures", null, Answers.measures(NOW - 10, ""));

    assertThat(form(0))
        .containsEntry("action", "getmeas")
        .containsEntry("category", "1")
        .containsEntry("lastupdate", "0")
        .doesNotContainKeys("offset", "startdate", "enddate");
    assertThat(form(0).get("meastypes")).startsWith("1,4,5,").endsWith(",229");
    assertThat(host.stub().last().path()).isEqualTo("/measure");
    assertThat(host.stub().last().method()).isEqualTo("POST");
  }

  @Test
  void fieldsOfDaysAndNightsAreAskedForByName() throws Exception {
    run("activity", null, Answers.activity(""));
    assertThat(host.stub().last().path()).isEqualTo("/v2/measure");
    assertThat(form(0).get("data_fields")).contains("steps", "hr_zone_3");

    run("sleep-summary", null, StubAnswer.json("{\"status\": 0, \"body\": {\"series\": []}}"));
    assertThat(host.stub().last().path()).isEqualTo("/v2/sleep");
    assertThat(form(1).get("data_fields")).contains("sleep_score", "mvt_active_duration");
  }

  @Test
  void lastUpdateStaysFixedWhilePaging() throws Exception {
    run(
        "measures",
        cursor(1795000000),
        Answers.measures(NOW - 10, Answers.more(2), 1795000100, 1795000200),
        Answers.measures(NOW - 5, Answers.more(4), 1795000300, 1795000400),
        Answers.measures(NOW - 1, "", 1795000500));

    assertThat(host.stub().requests())
        .extracting(request -> request.form().get("lastupdate"))
        .containsExactly("1794999999", "1794999999", "1794999999");
    assertThat(host.stub().requests())
        .extracting(request -> request.form().getOrDefault("offset", "none"))
        .containsExactly("none", "2", "4");
  }

  @Test
  void nextPassOfMeasuresBeginsAtTheUpdateTimeOfTheFirstPage() throws Exception {
    Cursor next =
        run(
            "measures",
            null,
            Answers.measures(NOW - 10, Answers.more(2), 1795000100, 1795000200),
            Answers.measures(NOW - 2, "", NOW - 3));

    assertThat(lastUpdateAfter("measures", next)).isEqualTo(NOW - 10 - 1);
  }

  @Test
  void nextPassOfDaysBeginsASecondBeforeTheLatestChangeOnAnyPage() throws Exception {
    Cursor next =
        run(
            "activity",
            null,
            Answers.activity(Answers.more(2), 1795000700, 1795000100),
            Answers.activity("", 1795000300));

    assertThat(lastUpdateAfter("activity", next)).isEqualTo(1795000699);
  }

  @Test
  void changeWhilePagingIsPartOfTheNextPassAlthoughALaterPageShowsALaterChange() throws Exception {
    host.stub().enqueue(Answers.activity(Answers.more(2), 1795000100, 1795000200));
    Page first = host.fetch("activity", null, null);
    // a day of the first page changes now, 10 seconds into the pass, and one of the second page
    // changes 20 seconds into it
    host.clock().set(Instant.ofEpochSecond(NOW + 30));
    Cursor next = run("activity", first.next(), Answers.activity("", NOW + 20));

    assertThat(lastUpdateAfter("activity", next)).isLessThanOrEqualTo(NOW);
  }

  @ParameterizedTest
  @CsvSource({
    // the provider's clock is behind ours: its time counts
    "'Sun, 22 Nov 2026 09:00:00 GMT', 1795338000",
    // it is ahead, missing or nonsense: ours counts
    "'Sun, 29 Nov 2026 09:00:00 GMT', 1795338100",
    "'yesterday', 1795338100"
  })
  void changeStampedInTheFutureDoesNotHideLaterOnes(String date, long latest) throws Exception {
    Cursor next =
        run("activity", null, Answers.activity("", NOW + 86_400).withHeader("Date", date));

    assertThat(lastUpdateAfter("activity", next)).isEqualTo(latest - 1);
  }

  @Test
  void updateTimeInMillisecondsDoesNotHideLaterChanges() throws Exception {
    Cursor next = run("measures", null, Answers.measures(NOW * 1000, "", 1795000100));

    assertThat(lastUpdateAfter("measures", next)).isLessThan(NOW);
  }

  @Test
  void passThatSawNothingKeepsTheCursor() throws Exception {
    Cursor before = cursor(1795000000);

    assertThat(run("activity", before, Answers.activity(""))).isEqualTo(before);
    assertThat(run("activity", before, StubAnswer.json("{\"status\": 0, \"body\": []}")))
        .isEqualTo(before);
  }

  @Test
  void cursorNeverGoesBack() throws Exception {
    Cursor next = run("activity", cursor(1795000000), Answers.activity("", 1794000000));

    assertThat(next).isEqualTo(cursor(1795000000));
  }

  @Test
  void longPagesOverlapSoThatADeletionBetweenThemHidesNothing() throws Exception {
    long[] hundred = LongStream.range(0, 100).map(i -> 1795000000 + i).toArray();
    run(
        "measures",
        null,
        Answers.measures(NOW, Answers.more(100), hundred),
        Answers.measures(NOW, "", hundred));

    assertThat(form(1)).containsEntry("offset", "90");
  }

  @Test
  void offsetThatDoesNotCountRecordsIsSentAsItCame() throws Exception {
    long[] twenty = LongStream.range(0, 20).map(i -> 1795000000 + i).toArray();
    run(
        "measures",
        null,
        Answers.measures(NOW, Answers.more(1), twenty),
        Answers.measures(NOW, "", twenty));

    assertThat(form(1)).containsEntry("offset", "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", \"more\": 1, \"offset\": 1",
        ", \"more\": true, \"offset\": 1",
        ", \"more\": \"1\", \"offset\": \"1\""
      })
  void moreMayBeNumberTruthOrText(String paging) throws Exception {
    run("activity", null, Answers.activity(paging, 1795000000), Answers.activity("", 1795000000));

    assertThat(host.stub().requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {", \"more\": 1", ", \"more\": 1, \"offset\": 0"})
  void offsetThatDoesNotAdvanceIsEndlessPaging(String paging) {
    assertThat(failure("activity", null, Answers.activity(paging, 1795000000)))
        .isEqualTo(StandardError.ENDLESS_PAGING);
  }

  @Test
  void absurdNumbersNeverBecomeACursorThatCannotBeRead() throws Exception {
    StubAnswer odd = Answers.measures(9_000_000_000_000_000_000L, Answers.more(1), 1795000000);
    Cursor read = run("measures", null, odd, Answers.measures(NOW, ""));

    assertThat(lastUpdateAfter("measures", read)).isLessThanOrEqualTo(NOW);
    String nowhere = Answers.more(1_000_000_000_000_000_000L);
    assertThat(failure("activity", null, Answers.activity(nowhere, 1795000000)))
        .isEqualTo(StandardError.BAD_PAYLOAD);
  }

  @Test
  void repeatedOffsetIsEndlessPaging() {
    StubAnswer again = Answers.activity(Answers.more(1), 1795000000);

    assertThat(failure("activity", null, again, again)).isEqualTo(StandardError.ENDLESS_PAGING);
  }

  @Test
  void emptyPageThatPromisesMoreIsEndlessPaging() {
    assertThat(failure("activity", null, Answers.activity(Answers.more(5))))
        .isEqualTo(StandardError.ENDLESS_PAGING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\": 0}",
        "{\"status\": 0, \"body\": null}",
        "{\"status\": 0, \"body\": \"\"}",
        "{\"status\": 0, \"body\": [1]}",
        "{\"status\": 0, \"body\": {\"activities\": {\"0\": {}}}}",
        "{\"status\": 0, \"body\": {\"activities\": \"none\"}}",
        "{\"status\": 0, \"body\": {\"activities\": [], \"more\": \"perhaps\"}}"
      })
  void bodyOfAnotherShapeIsRefusedInsteadOfTakenForEmpty(String body) {
    assertThat(failure("activity", cursor(1795000000), StubAnswer.json(body)))
        .isEqualTo(StandardError.BAD_PAYLOAD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\": 0, \"body\": []}",
        "{\"status\": 0, \"body\": {}}",
        "{\"status\": 0, \"body\": {\"activities\": {}}}",
        "{\"status\": 0, \"body\": {\"activities\": null, \"more\": null}}"
      })
  void emptinessComesInManyForms(String body) throws Exception {
    host.stub().enqueue(StubAnswer.json(body));

    assertThat(host.fetch("activity", null, null).more()).isFalse();
  }

  @Test
  void windowIsPagedByOffsetAndLeavesNoTraceInItsCursor() throws Exception {
    Window window =
        new Window(Instant.parse("2026-03-28T00:00:00Z"), Instant.parse("2026-03-30T00:00:00Z"));
    host.stub()
        .enqueue(
            Answers.activity(Answers.more(2), 1795000100, 1795000200),
            Answers.activity("", 1795000300));
    List<Page> pages = host.drain("activity", window, null);

    assertThat(pages).hasSize(2);
    assertThat(host.stub().requests())
        .extracting(RecordedRequest::form)
        .allSatisfy(
            form ->
                assertThat(form)
                    .containsEntry("startdateymd", "2026-03-28")
                    .containsEntry("enddateymd", "2026-03-29")
                    .doesNotContainKey("lastupdate"));
    assertThat(form(1)).containsEntry("offset", "2");
    assertThat(pages.get(1).next()).isEqualTo(Progress.NONE.cursor());
  }

  @Test
  void fractionsOfASecondWidenAWindow() throws Exception {
    Window window =
        new Window(
            Instant.parse("2026-03-28T23:00:00.5Z"), Instant.parse("2026-03-29T22:00:00.5Z"));
    host.stub().enqueue(Answers.measures(NOW, ""));
    host.drain("measures", window, null);

    assertThat(form(0))
        .containsEntry(
            "startdate", Long.toString(Instant.parse("2026-03-28T23:00:00Z").getEpochSecond()))
        .containsEntry(
            "enddate", Long.toString(Instant.parse("2026-03-29T22:00:01Z").getEpochSecond()));
  }

  @ParameterizedTest
  @CsvSource({"2, '0,0,0,0'", "1, ''", "1, '1795000000'", "1, '-1,0,0,0'", "1, 'a,b,c,d'"})
  void cursorOfAnotherFormIsRefused(int version, String value) {
    assertThat(failure("measures", new Cursor(version, value)))
        .isEqualTo(WithingsError.WITHINGS_CURSOR_UNREADABLE);
  }

  @Test
  void unknownStreamIsRefused() {
    assertThat(failure("dreams", null)).isEqualTo(WithingsError.WITHINGS_UNKNOWN_STREAM);
  }

  private Cursor run(String stream, @Nullable Cursor from, StubAnswer... answers)
      throws ProviderException {
    host.stub().enqueue(answers);
    List<Page> pages = host.drain(stream, null, from);
    return pages.get(pages.size() - 1).next();
  }

  private long lastUpdateAfter(String stream, Cursor cursor) throws ProviderException {
    host.stub().enqueue(StubAnswer.json("{\"status\": 0, \"body\": []}"));
    host.fetch(stream, null, cursor);
    return Long.parseLong(host.stub().last().form().get("lastupdate"));
  }

  private ErrorCode failure(String stream, @Nullable Cursor from, StubAnswer... answers) {
    host.stub().enqueue(answers);
    return catchThrowableOfType(ProviderException.class, () -> host.drain(stream, null, from))
        .code();
  }

  private Map<String, String> form(int request) {
    return host.stub().requests().get(request).form();
  }

  private static Cursor cursor(long since) {
    return new Progress(since, 0, 0, 0).cursor();
  }
}

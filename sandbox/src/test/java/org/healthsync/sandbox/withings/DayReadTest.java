package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Days, nights, workouts, recordings, devices: everything but getmeas. */
class DayReadTest extends CloudTest {

  private final String token = connect(0);

  private String connect(int index) {
    try {
      return app.connect(control.users().get(index).userId()).access();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void activitySummaryAndWorkoutPagesHoldTheTruthOnce() throws Exception {
    assertComplete("/v2/measure", "action=getactivity", "activities", "date", "activity");
    assertComplete("/v2/sleep", "action=getsummary", "series", "id", "sleep");
    assertComplete("/v2/measure", "action=getworkouts", "series", "id", "workouts");
  }

  private void assertComplete(String path, String action, String list, String key, String stream)
      throws Exception {
    List<String> keys = new ArrayList<>();
    for (JsonNode page : app.allPages(token, path, action + "&lastupdate=0")) {
      assertThat(page.path("more").isBoolean()).isTrue();
      page.path(list).forEach(record -> keys.add(record.path(key).asText()));
    }
    List<String> truth =
        control.truth(user).stream()
            .filter(item -> item.stream().equals(stream))
            .map(SourceItem::sourceKey)
            .toList();
    assertThat(truth).hasSizeGreaterThan(50);
    assertThat(keys).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(truth);
  }

  @Test
  void daysIncludeBothEnds() throws Exception {
    JsonNode days = activities("startdateymd=2026-07-01&enddateymd=2026-07-10");
    assertThat(days).isNotEmpty();
    assertThat(days)
        .allMatch(
            day ->
                day.path("date").asText().compareTo("2026-07-01") >= 0
                    && day.path("date").asText().compareTo("2026-07-10") <= 0);
    String first = days.get(0).path("date").asText();
    assertThat(activities("startdateymd=" + first + "&enddateymd=" + first)).hasSize(1);
  }

  @Test
  void daysWithoutAnyPeriodAreRefused() throws Exception {
    for (String form : List.of("", "startdateymd=2026-07-01", "startdateymd=1&enddateymd=2")) {
      int status =
          app.read(token, "/v2/measure", "action=getactivity&" + form).path("status").asInt();
      assertThat(status).as(form).isEqualTo(503);
    }
  }

  @Test
  void dataFieldsLimitADayToThemAndItsIdentity() throws Exception {
    JsonNode day = activities("lastupdate=0&data_fields=steps,hr_max").get(0);
    assertThat(day.has("steps")).isTrue();
    assertThat(day.has("hr_max")).isTrue();
    assertThat(day.has("date")).isTrue();
    assertThat(day.has("modified")).isTrue();
    assertThat(day.has("distance")).isFalse();
  }

  @Test
  void putDayIsReadAgainByLastUpdate() throws Exception {
    LocalDate day = LocalDate.parse(activities("lastupdate=0").get(4).path("date").asText());
    clock.advance(Duration.ofMinutes(1));
    long since = clock.instant().getEpochSecond();
    control.correct(user, "activity", day.toString(), Json.object().put("steps", 12_345));
    JsonNode changed = activities("lastupdate=" + since);
    assertThat(changed).hasSize(1);
    assertThat(changed.get(0).path("steps").asInt()).isEqualTo(12_345);
    assertThat(changed.get(0).has("calories")).isTrue();
    control.putActivity(user, LocalDate.of(2026, 11, 22), Json.object().put("steps", 77));
    assertThat(activities("lastupdate=" + since)).hasSize(2);
    control.delete(user, "activity", day.toString());
    assertThat(activities("lastupdate=" + since)).hasSize(1);
  }

  @Test
  void summaryHasTheAskedFieldsAndWithoutAskingADefault() throws Exception {
    JsonNode asked = nights("lastupdate=0&data_fields=sleep_score,total_sleep_time").get(0);
    assertThat(asked.path("data").size()).isEqualTo(2);
    JsonNode standard = nights("lastupdate=0").get(0).path("data");
    assertThat(standard.has("deepsleepduration")).isTrue();
    assertThat(standard.has("sleep_score")).isFalse();
    JsonNode none = nights("lastupdate=0&data_fields=unheard_of").get(0).path("data");
    assertThat(none.isArray()).as("PHP writes an empty object as a list").isTrue();
  }

  @Test
  void nightEventsAreTextForOnePersonAndAnObjectForTheNext() throws Exception {
    JsonNode text = nights("lastupdate=0&data_fields=night_events").get(0);
    assertThat(text.path("data").path("night_events").isTextual()).isTrue();
    JsonNode object =
        app.read(connect(1), "/v2/sleep", "action=getsummary&lastupdate=0&data_fields=night_events")
            .path("body")
            .path("series")
            .get(0);
    assertThat(object.path("data").path("night_events").isObject()).isTrue();
  }

  @Test
  void nightIsFiledUnderTheLocalDayOfWaking() throws Exception {
    for (JsonNode night : nights("lastupdate=0")) {
      Instant end = Instant.ofEpochSecond(night.path("enddate").asLong());
      LocalDate waking = end.atZone(ZoneId.of(night.path("timezone").asText())).toLocalDate();
      assertThat(night.path("date").asText()).isEqualTo(waking.toString());
    }
  }

  @Test
  void addedNightAppearsWithItsData() throws Exception {
    clock.advance(Duration.ofMinutes(1));
    var fields = Json.object();
    fields.putObject("data").put("sleep_score", 88);
    String id = control.add(user, "sleep", fields);
    long since = clock.instant().getEpochSecond();
    JsonNode added = nights("data_fields=sleep_score&lastupdate=" + since);
    assertThat(added).hasSize(1);
    assertThat(added.get(0).path("id").asText()).isEqualTo(id);
    assertThat(added.get(0).path("data").path("sleep_score").asInt()).isEqualTo(88);
  }

  @Test
  void sleepStagesCoverTheNightWithoutGap() throws Exception {
    JsonNode night = lastNight();
    long from = night.path("startdate").asLong();
    long to = night.path("enddate").asLong();
    JsonNode stages = stages(night, "hr");
    long at = from;
    for (JsonNode stage : stages) {
      assertThat(stage.path("startdate").asLong()).isEqualTo(at);
      assertThat(stage.path("hr").isObject()).isTrue();
      assertThat(stage.has("rr")).isFalse();
      at = stage.path("enddate").asLong();
    }
    assertThat(at).isEqualTo(to);
  }

  @Test
  void stageIsCorrectedAndDeleted() throws Exception {
    JsonNode night = lastNight();
    int before = stages(night, "hr").size();
    String second = stages(night, "hr").get(1).path("startdate").asText();
    control.correct(user, "sleep-detail", second, Json.object().put("state", 5));
    assertThat(stages(night, "hr").get(1).path("state").asInt()).isEqualTo(5);
    control.delete(user, "sleep-detail", second);
    assertThat(stages(night, "hr")).hasSize(before - 1);
  }

  @Test
  void stagesGoWithTheirNight() throws Exception {
    JsonNode night = lastNight();
    control.delete(user, "sleep", night.path("id").asText());
    assertThat(stages(night, "hr")).isEmpty();
  }

  private JsonNode lastNight() throws Exception {
    JsonNode nights = nights("startdateymd=2026-11-15&enddateymd=2026-11-22");
    return nights.get(nights.size() - 1);
  }

  private JsonNode stages(JsonNode night, String fields) throws Exception {
    String form =
        "action=get&data_fields=%s&startdate=%d&enddate=%d"
            .formatted(fields, night.path("startdate").asLong(), night.path("enddate").asLong());
    return body("/v2/sleep", form).path("series");
  }

  @Test
  void sampleIsAddedCorrectedAndDeleted() throws Exception {
    long at = NOW.minus(Duration.ofDays(2)).getEpochSecond() + 7;
    String key = control.add(user, "intraday", Json.object().put("at", at).put("heart_rate", 99));
    assertThat(sample(at).path("heart_rate").asInt()).isEqualTo(99);
    assertThat(sample(at).path("model").asText()).isEqualTo("ScanWatch 2");
    assertThat(sample(at).has("at")).isFalse();
    control.correct(user, "intraday", key, Json.object().put("heart_rate", 98));
    assertThat(sample(at).path("heart_rate").asInt()).isEqualTo(98);
    control.delete(user, "intraday", key);
    assertThat(sample(at).isMissingNode()).isTrue();
  }

  private JsonNode sample(long at) throws Exception {
    String form = "action=getintradayactivity&startdate=%d&enddate=%d".formatted(at, at);
    return body("/v2/measure", form).path("series").path(Long.toString(at));
  }

  @Test
  void deviceIsAddedAndRemoved() throws Exception {
    String id = control.add(user, "devices", Json.object().put("model", "Body"));
    assertThat(body("/v2/user", "action=getdevice").path("devices")).hasSize(7);
    control.delete(user, "devices", id);
    assertThat(body("/v2/user", "action=getdevice").path("devices")).hasSize(6);
  }

  @Test
  void truthListsWhatEachSampleMeasured() throws Exception {
    long at = NOW.minus(Duration.ofDays(2)).getEpochSecond() + 7;
    control.add(user, "intraday", Json.object().put("at", at).put("steps", 9));
    assertThat(control.truth(user))
        .extracting(SourceItem::sourceKey)
        .contains(at + "/steps")
        .doesNotContain(at + "/heart_rate");
  }

  @Test
  void truthKnowsWhatAMeasureAndADaySay() {
    long group = control.addMeasure(user, NOW.minus(Duration.ofDays(1)), 1, 70_125, -3);
    LocalDate day = LocalDate.of(2026, 7, 1);
    control.putActivity(user, day, Json.object().put("steps", 9_124));
    assertThat(control.truth(user))
        .filteredOn(item -> item.sourceKey().equals(group + "/1"))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.values().get(SourceItem.VALUE)).isEqualByComparingTo("70.125");
              assertThat(item.from()).isEqualTo(NOW.minus(Duration.ofDays(1)).getEpochSecond());
            });
    assertThat(control.truth(user))
        .filteredOn(item -> item.stream().equals("activity"))
        .filteredOn(item -> item.sourceKey().equals(day.toString()))
        .singleElement()
        .satisfies(item -> assertThat(item.values().get("steps")).isEqualByComparingTo("9124"));
  }

  @Test
  void intradayStopsAfterTwentyFourHours() throws Exception {
    long from = NOW.minus(Duration.ofDays(10)).getEpochSecond();
    JsonNode series =
        body(
                "/v2/measure",
                "action=getintradayactivity&startdate=" + from + "&enddate=" + (from + 900_000))
            .path("series");
    List<Long> seconds = new ArrayList<>();
    series.properties().forEach(sample -> seconds.add(Long.parseLong(sample.getKey())));
    assertThat(seconds).hasSize(144).allMatch(at -> at >= from && at < from + 86_400);
  }

  @Test
  void emptyIntradayIsAList() throws Exception {
    JsonNode series =
        body("/v2/measure", "action=getintradayactivity&startdate=0&enddate=100").path("series");
    assertThat(series.isArray()).isTrue();
  }

  @Test
  void recordingsHaveASignalOfMicrovolts() throws Exception {
    JsonNode recording = body("/v2/heart", "action=list").path("series").get(0);
    String id = recording.path("ecg").path("signalid").asText();
    JsonNode signal = body("/v2/heart", "action=get&signalid=" + id);
    assertThat(signal.path("sampling_frequency").asInt()).isEqualTo(500);
    assertThat(signal.path("signal")).hasSize(10_000);
    assertThat(app.read(token, "/v2/heart", "action=get&signalid=1").path("status").asInt())
        .isEqualTo(503);
  }

  @Test
  void devicesCarryTheIdsThatMeasuresRefersTo() throws Exception {
    List<String> ids =
        body("/v2/user", "action=getdevice").path("devices").findValuesAsText("deviceid");
    JsonNode weight = app.measures(token, "lastupdate=0&meastypes=6").path("measuregrps").get(0);
    assertThat(ids).hasSize(6).contains(weight.path("deviceid").asText());
  }

  private JsonNode activities(String form) throws Exception {
    return body("/v2/measure", "action=getactivity&" + form).path("activities");
  }

  private JsonNode nights(String form) throws Exception {
    return body("/v2/sleep", "action=getsummary&" + form).path("series");
  }

  private JsonNode body(String path, String form) throws Exception {
    JsonNode answer = app.read(token, path, form);
    assertThat(answer.path("status").asInt(-1)).as(answer.toString()).isZero();
    return answer.path("body");
  }
}

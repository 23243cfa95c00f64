package org.healthsync.sandbox.withings.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistoryTest {

  private static final LocalDate START = LocalDate.of(2024, 11, 22);
  private static final LocalDate END = LocalDate.of(2026, 11, 22);

  @ParameterizedTest
  @EnumSource(DataStream.class)
  void sameSeedGivesTheSameBytes(DataStream stream) {
    assertThat(text(history(0, 42, START).of(stream)))
        .isEqualTo(text(history(0, 42, START).of(stream)));
  }

  @Test
  void otherSeedsAndOtherPeopleHaveOtherData() {
    String mine = text(history(0, 42, START).of(DataStream.MEASURES));
    assertThat(text(history(0, 43, START).of(DataStream.MEASURES))).isNotEqualTo(mine);
    assertThat(text(history(1, 42, START).of(DataStream.MEASURES))).isNotEqualTo(mine);
  }

  @Test
  void aDayIsTheSameWhereverTheHistoryStarts() {
    LocalDate later = START.plusDays(100);
    List<Entry> whole =
        history(0, 42, START).of(DataStream.SLEEP).stream()
            .filter(entry -> !entry.day().isBefore(later))
            .toList();
    assertThat(text(history(0, 42, later).of(DataStream.SLEEP))).isEqualTo(text(whole));
  }

  @Test
  void twoYearsAreAsDenseAsAHabitualUserMakesThem() {
    History history = history(0, 42, START);
    assertThat(withType(history, MeasureType.WEIGHT)).isBetween(560, 680);
    assertThat(withType(history, MeasureType.SYSTOLIC)).isBetween(160, 260);
    assertThat(withType(history, MeasureType.BODY_TEMPERATURE)).isBetween(30, 90);
    assertThat(withType(history, MeasureType.SPO2)).isBetween(270, 390);
    assertThat(withType(history, MeasureType.PULSE_WAVE_VELOCITY)).isBetween(60, 150);
    assertThat(withType(history, MeasureType.HEIGHT)).isEqualTo(1);
    assertThat(history.of(DataStream.ACTIVITY)).hasSizeBetween(680, 730);
    assertThat(history.of(DataStream.SLEEP)).hasSizeBetween(640, 710);
  }

  @Test
  void someGroupsAreTypedInSomeAmbiguousAndMostNeither() {
    List<Integer> attribs =
        history(0, 42, START).of(DataStream.MEASURES).stream()
            .map(entry -> entry.json().path("attrib").asInt())
            .toList();
    assertThat(attribs).contains(1, 2, 4, 5);
    assertThat(attribs.stream().filter(attrib -> attrib == 0).count())
        .isGreaterThan(attribs.size() * 8L / 10);
  }

  @Test
  void valuesStayWhereLivingPeopleHaveThem() {
    for (int index = 0; index < 8; index++) {
      History history = history(index, 42, START);
      assertThat(values(history, MeasureType.WEIGHT)).allMatch(kg -> kg > 40 && kg < 130);
      assertThat(values(history, MeasureType.FAT_RATIO)).allMatch(p -> p > 8 && p < 45);
      assertThat(values(history, MeasureType.SYSTOLIC)).allMatch(p -> p > 80 && p < 180);
      assertThat(values(history, MeasureType.DIASTOLIC)).allMatch(p -> p > 45 && p < 110);
      assertThat(values(history, MeasureType.SPO2)).allMatch(p -> p >= 94 && p < 100);
      assertThat(values(history, MeasureType.BODY_TEMPERATURE)).allMatch(c -> c > 35.5 && c < 40.5);
    }
  }

  @Test
  void bodyMassesOfAGroupAddUpToItsWeight() {
    for (Entry entry : history(2, 7, START).of(DataStream.MEASURES)) {
      JsonNode measures = entry.json().path("measures");
      if (measures.size() > 5) {
        double sum =
            value(measures, MeasureType.FAT_MASS) + value(measures, MeasureType.FAT_FREE_MASS);
        assertThat(sum).isCloseTo(value(measures, MeasureType.WEIGHT), offset(0.02));
      }
    }
  }

  @Test
  void sleepStagesAddUpToTheTimeAsleep() {
    for (Entry night : history(1, 42, START).of(DataStream.SLEEP)) {
      JsonNode data = night.json().path("data");
      int stages =
          data.path("lightsleepduration").asInt()
              + data.path("deepsleepduration").asInt()
              + data.path("remsleepduration").asInt();
      assertThat(stages).isEqualTo(data.path("total_sleep_time").asInt());
      assertThat(night.to() - night.from()).isEqualTo(data.path("total_timeinbed").asLong());
    }
  }

  @Test
  void stagesOfANightAddUpToItsSummaryWithoutGap() {
    History history = history(1, 42, START).withDetailOf(60);
    List<Entry> segments = history.of(DataStream.SLEEP_DETAIL);
    int nights = 0;
    for (Entry night : history.of(DataStream.SLEEP)) {
      List<Entry> own = segments.stream().filter(s -> s.day().equals(night.day())).toList();
      if (!own.isEmpty()) {
        nights++;
        JsonNode data = night.json().path("data");
        assertThat(seconds(own, 1)).isEqualTo(data.path("lightsleepduration").asLong());
        assertThat(seconds(own, 2)).isEqualTo(data.path("deepsleepduration").asLong());
        assertThat(seconds(own, 3)).isEqualTo(data.path("remsleepduration").asLong());
        assertThat(seconds(own, 0) + seconds(own, 15))
            .isEqualTo(data.path("wakeupduration").asLong());
        assertThat(sum(own, "snoring")).isEqualTo(data.path("snoring").asLong());
        assertSeamless(own, night);
      }
    }
    assertThat(nights).isBetween(50, 60);
  }

  private static void assertSeamless(List<Entry> segments, Entry night) {
    long at = night.from();
    for (Entry segment : segments) {
      assertThat(segment.from()).isEqualTo(at);
      at = segment.to();
    }
    assertThat(at).isEqualTo(night.to());
  }

  private static long seconds(List<Entry> segments, int state) {
    return segments.stream()
        .filter(segment -> segment.json().path("state").asInt() == state)
        .mapToLong(segment -> segment.to() - segment.from())
        .sum();
  }

  private static long sum(List<Entry> segments, String field) {
    long sum = 0;
    for (Entry segment : segments) {
      for (JsonNode sample : segment.json().path(field)) {
        sum += sample.asLong();
      }
    }
    return sum;
  }

  @Test
  void samplesOfADayAddUpToItsTotals() {
    History history = history(0, 42, START).withDetailOf(60);
    List<Entry> samples = history.of(DataStream.INTRADAY);
    List<Entry> days =
        history.of(DataStream.ACTIVITY).stream()
            .filter(day -> !day.day().isBefore(END.minusDays(60)))
            .toList();
    assertThat(days).hasSizeGreaterThan(50);
    for (Entry day : days) {
      List<JsonNode> own = new ArrayList<>();
      samples.stream()
          .filter(sample -> sample.day().equals(day.day()))
          .forEach(sample -> own.add(sample.json()));
      for (String field : List.of("steps", "distance", "calories", "elevation")) {
        double sum = own.stream().mapToDouble(sample -> sample.path(field).asDouble()).sum();
        assertThat(sum)
            .as("%s of %s", field, day)
            .isCloseTo(day.json().path(field).asDouble(), offset(0.001));
      }
    }
  }

  @Test
  void detailReachesBackAsFarAsIsWanted() {
    History history = history(0, 42, START).withDetailOf(7);
    assertThat(history.of(DataStream.INTRADAY)).hasSize(7 * 144);
    assertThat(history(0, 42, END.minusDays(3)).withDetailOf(7).of(DataStream.INTRADAY))
        .hasSize(3 * 144);
  }

  @Test
  void streamsThatAreNotWantedAreEmpty() {
    History history = history(0, 42, START).only(Set.of(DataStream.SLEEP));
    assertThat(history.of(DataStream.SLEEP)).isNotEmpty();
    assertThat(history.of(DataStream.MEASURES)).isEmpty();
    assertThat(history.of(DataStream.DEVICES)).isEmpty();
  }

  @Test
  void bodySegmentsAddUpToTheWholeBody() {
    int groups = 0;
    for (Entry entry : history(2, 7, START).of(DataStream.MEASURES)) {
      JsonNode measures = entry.json().path("measures");
      if (!Double.isNaN(value(measures, MeasureType.SEGMENT_FAT_MASS))) {
        groups++;
        assertThat(whole(measures, MeasureType.SEGMENT_FAT_MASS))
            .isEqualTo(whole(measures, MeasureType.FAT_MASS));
        assertThat(whole(measures, MeasureType.SEGMENT_FAT_FREE_MASS))
            .isEqualTo(whole(measures, MeasureType.FAT_FREE_MASS));
        assertThat(whole(measures, MeasureType.SEGMENT_MUSCLE_MASS))
            .isEqualTo(whole(measures, MeasureType.MUSCLE_MASS));
      }
    }
    assertThat(groups).isBetween(10, 60);
  }

  private static long whole(JsonNode measures, int type) {
    long sum = 0;
    for (JsonNode measure : measures) {
      sum += measure.path("type").asInt() == type ? measure.path("value").asLong() : 0;
    }
    return sum;
  }

  @Test
  void nothingIsKnownBeforeItHappened() {
    for (DataStream stream : DataStream.values()) {
      assertThat(history(1, 42, START).of(stream))
          .allMatch(entry -> entry.modified() >= entry.to() && entry.to() >= entry.from());
    }
  }

  @Test
  void idsAreUniqueOverPeopleAndDoNotFitThirtyOneBits() {
    Set<String> ids = new HashSet<>();
    for (int index = 0; index < 3; index++) {
      for (DataStream stream :
          List.of(DataStream.MEASURES, DataStream.SLEEP, DataStream.WORKOUTS, DataStream.HEART)) {
        for (Entry entry : history(index, 42, START).of(stream)) {
          assertThat(ids.add(entry.key())).isTrue();
          assertThat(Long.parseLong(entry.key())).isGreaterThan(1L << 31);
        }
      }
    }
  }

  @Test
  void peopleLiveInZonesWithOddOffsets() {
    List<ZoneId> zones = IntStream.range(0, 4).mapToObj(i -> Person.at(i, 42).zone()).toList();
    assertThat(zones)
        .extracting(ZoneId::getId)
        .containsExactly(
            "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe");
  }

  @Test
  void dayOfTheClockChangeHasItsRealLength() {
    List<Entry> days = history(0, 42, START).of(DataStream.ACTIVITY);
    List<Long> lengths = new ArrayList<>();
    days.stream()
        .filter(entry -> Set.of("2025-03-30", "2025-10-26", "2025-06-01").contains(entry.key()))
        .forEach(entry -> lengths.add((entry.to() - entry.from()) / 3_600));
    assertThat(lengths).containsExactly(23L, 24L, 25L);
  }

  private static History history(int index, long seed, LocalDate start) {
    return new History(Person.at(index, seed), start, END).withDetailOf(30);
  }

  private static String text(List<Entry> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(entry).append(entry.json()).append('\n'));
    return text.toString();
  }

  private static int withType(History history, int type) {
    return values(history, type).size();
  }

  private static List<Double> values(History history, int type) {
    List<Double> values = new ArrayList<>();
    for (Entry entry : history.of(DataStream.MEASURES)) {
      double value = value(entry.json().path("measures"), type);
      if (!Double.isNaN(value)) {
        values.add(value);
      }
    }
    return values;
  }

  private static double value(JsonNode measures, int type) {
    for (JsonNode measure : measures) {
      if (measure.path("type").asInt() == type) {
        return measure.path("value").asLong() * Math.pow(10, measure.path("unit").asInt());
      }
    }
    return Double.NaN;
  }
}

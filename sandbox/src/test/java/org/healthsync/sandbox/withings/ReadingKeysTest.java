package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReadingKeysTest {

  private static final long NOON = Instant.parse("2026-11-08T12:00:00Z").getEpochSecond();

  @Test
  void samplesOfAKindMakeOneSeriesForEachDayOfUtc() {
    assertThat(
            ReadingKeys.of(
                List.of(
                    sample(NOON, "steps"),
                    sample(NOON + 600, "steps"),
                    sample(NOON, "heart_rate"),
                    sample(NOON + 43_200, "steps"))))
        .containsExactlyInAnyOrder(
            "intraday/steps/2026-11-08T00:00:00Z",
            "intraday/heart_rate/2026-11-08T00:00:00Z",
            "intraday/steps/2026-11-09T00:00:00Z");
  }

  @Test
  void segmentsMakeTheSeriesOfTheNightTheyLieIn() {
    List<String> keys =
        ReadingKeys.of(
            List.of(
                item("sleep", "42", NOON, NOON + 1_000),
                item("sleep-detail", Long.toString(NOON), NOON, NOON + 500),
                item("sleep-detail", Long.toString(NOON + 500), NOON + 500, NOON + 1_000)));
    assertThat(keys).doesNotHaveDuplicates().contains("42", "42/stages", "42/snoring");
  }

  private static SourceItem sample(long at, String field) {
    return item("intraday", at + "/" + field, at, at);
  }

  private static SourceItem item(String stream, String key, long from, long to) {
    return new SourceItem(
        stream, key, from, false, null, from, to, Map.of("value", BigDecimal.ONE));
  }
}

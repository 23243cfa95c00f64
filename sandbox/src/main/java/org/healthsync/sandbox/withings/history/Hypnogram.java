package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The course of a night: cycles of light, deep and REM sleep, deep early and REM late, with the
 * times awake between them. All of a kind adds up to what the night's summary tells.
 */
final class Hypnogram {

  static final int AWAKE = 0;
  static final int LIGHT = 1;
  static final int DEEP = 2;
  static final int REM = 3;
  static final int OUT_OF_BED = 15;

  private static final long MINUTE = 60;
  private static final long CYCLE_SECONDS = 5_400;

  private final List<Stage> stages = new ArrayList<>();
  private long at;

  /** A part of the night in one state, as the vendor numbers them; in epoch seconds. */
  record Stage(int state, long from, long to) {}

  private Hypnogram(long start) {
    this.at = start;
  }

  /** The stages of a night without gaps, the first from its start on. */
  static List<Stage> of(Entry night) {
    Hypnogram course = new Hypnogram(night.from());
    course.sleep(night.json().path("data"));
    return List.copyOf(course.stages);
  }

  private void sleep(JsonNode data) {
    long asleep = seconds(data, "total_sleep_time");
    int cycles = (int) Math.max(1, Math.round(asleep / (double) CYCLE_SECONDS));
    long[] deep = Shares.of(seconds(data, "deepsleepduration"), falling(cycles), MINUTE);
    long[] rem = Shares.of(seconds(data, "remsleepduration"), rising(cycles), MINUTE);
    long[] light = Shares.of(seconds(data, "lightsleepduration"), even(2 * cycles), MINUTE);
    long[] awake = Shares.of(seconds(data, "waso"), even(Math.max(1, cycles - 1)), MINUTE);
    boolean up = data.path("out_of_bed_count").asInt() > 0;
    add(AWAKE, seconds(data, "sleep_latency"));
    for (int i = 0; i < cycles; i++) {
      add(LIGHT, light[2 * i]);
      add(DEEP, deep[i]);
      add(LIGHT, light[2 * i + 1]);
      add(REM, rem[i]);
      if (i < awake.length) {
        add(up && i == 0 ? OUT_OF_BED : AWAKE, awake[i]);
      }
    }
    add(AWAKE, seconds(data, "wakeup_latency"));
  }

  private void add(int state, long seconds) {
    if (seconds > 0) {
      stages.add(new Stage(state, at, at + seconds));
      at += seconds;
    }
  }

  private static long seconds(JsonNode data, String field) {
    return data.path(field).asLong(0);
  }

  private static double[] falling(int cycles) {
    double[] weights = new double[cycles];
    for (int i = 0; i < cycles; i++) {
      weights[i] = 1.0 / (i + 1);
    }
    return weights;
  }

  private static double[] rising(int cycles) {
    double[] weights = new double[cycles];
    for (int i = 0; i < cycles; i++) {
      weights[i] = i + 1;
    }
    return weights;
  }

  private static double[] even(int parts) {
    double[] weights = new double[parts];
    Arrays.fill(weights, 1);
    return weights;
  }
}

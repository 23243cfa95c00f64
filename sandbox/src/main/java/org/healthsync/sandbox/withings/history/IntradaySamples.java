package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Random;

/**
 * What the watch notes every ten minutes: pulse all day, steps while awake, oxygen and variability
 * at night.
 */
public final class IntradaySamples {

  private static final int EVERY = 600;

  private final Person person;
  private final Traits traits;
  private final Device watch;

  public IntradaySamples(Person person) {
    this.person = person;
    this.traits = person.traits();
    this.watch = Device.Model.WATCH.of(person);
  }

  /** The samples of {@code from <= second < to} under their epoch second, in order of time. */
  public ObjectNode between(long from, long to) {
    ObjectNode series = JsonNodeFactory.instance.objectNode();
    for (long at = Math.floorDiv(from + EVERY - 1, EVERY) * EVERY; at < to; at += EVERY) {
      series.set(Long.toString(at), sample(at));
    }
    return series;
  }

  private ObjectNode sample(long at) {
    Random dice = person.dice(Kind.INTRADAY, at);
    ZonedDateTime local = Instant.ofEpochSecond(at).atZone(person.zone());
    boolean awake = local.getHour() >= 7 && local.getHour() < 22;
    ObjectNode sample = JsonNodeFactory.instance.objectNode();
    sample.put("heart_rate", traits.restingPulse() + (awake ? 10 : 0) + dice.nextInt(15));
    if (awake && dice.nextInt(3) > 0) {
      int steps = dice.nextInt(300);
      sample.put("steps", steps).put("distance", Math.round(steps * 7.2) / 10.0);
      sample.put("calories", Math.round(steps * 0.4) / 10.0).put("elevation", 0);
      sample.put("duration", 60 + dice.nextInt(540));
    } else if (!awake && local.getMinute() == 0) {
      sample.put("spo2_auto", 94 + dice.nextInt(5)).put("rmssd", 30 + dice.nextInt(30));
      sample.put("sdnn1", 40 + dice.nextInt(30)).put("hrv_quality", 80 + dice.nextInt(20));
    }
    sample.put("model", watch.model()).put("model_id", watch.modelId());
    return sample.put("deviceid", watch.deviceId());
  }
}

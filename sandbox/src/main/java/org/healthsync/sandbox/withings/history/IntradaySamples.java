package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the watch notes every ten minutes: pulse all day, movement while awake, oxygen, breath and
 * variability at night. The movement of a day adds up to its totals.
 */
final class IntradaySamples implements DayGenerator {

  private static final int EVERY = 600;
  private static final int HOUR = 3_600;
  private static final int AWAKE_HOURS = 15;

  private final Person person;
  private final Traits traits;
  private final Device watch;
  private final ActivityDays totals;

  IntradaySamples(Person person) {
    this.person = person;
    this.traits = person.traits();
    this.watch = Device.Model.WATCH.of(person);
    this.totals = new ActivityDays(person);
  }

  @Override
  public List<Entry> on(LocalDate day) {
    Random dice = person.dice(Kind.INTRADAY, day);
    long from = LocalTimes.at(day, 0, 0, person.zone());
    long to = LocalTimes.at(day.plusDays(1), 0, 0, person.zone());
    long wakeUp = LocalTimes.at(day, traits.wakeUpMinute(), 0, person.zone());
    long bedTime = wakeUp + (long) AWAKE_HOURS * HOUR;
    List<Entry> samples = new ArrayList<>();
    List<ObjectNode> moving = new ArrayList<>();
    for (long at = from; at < to; at += EVERY) {
      boolean awake = at >= wakeUp && at < bedTime;
      ObjectNode sample = JsonNodeFactory.instance.objectNode();
      sample.put("heart_rate", traits.restingPulse() + (awake ? 10 : 0) + dice.nextInt(15));
      if (awake && dice.nextInt(3) > 0) {
        moving.add(sample);
      } else if (!awake && (at - from) % HOUR == 0) {
        rest(sample, dice);
      }
      samples.add(entry(day, at, sample));
    }
    totals.on(day).forEach(total -> movement(moving, total.json(), dice));
    return samples;
  }

  private Entry entry(LocalDate day, long at, ObjectNode sample) {
    sample.put("at", at).put("model", watch.model()).put("model_id", watch.modelId());
    sample.put("deviceid", watch.deviceId());
    return new Entry(Long.toString(at), at, at, day, at, false, sample);
  }

  private static void rest(ObjectNode sample, Random dice) {
    sample.put("spo2_auto", 94 + dice.nextInt(5)).put("rmssd", 30 + dice.nextInt(30));
    sample.put("sdnn1", 40 + dice.nextInt(30)).put("hrv_quality", 80 + dice.nextInt(20));
    sample.put("rr", 12 + dice.nextInt(5));
    sample.put("core_body_temperature", (362 + dice.nextInt(8)) / 10.0);
  }

  private static void movement(List<ObjectNode> samples, ObjectNode day, Random dice) {
    double[] weights = new double[samples.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 0.2 + dice.nextDouble();
    }
    long[] steps = Shares.of(day.path("steps").asLong(), weights, 1);
    long[] tenthMetres = Shares.of(tenths(day, "distance"), weights, 1);
    long[] tenthKilocalories = Shares.of(tenths(day, "calories"), weights, 1);
    long[] floors = Shares.of(day.path("elevation").asLong(), weights, 1);
    for (int i = 0; i < weights.length; i++) {
      ObjectNode sample = samples.get(i);
      sample.put("steps", steps[i]).put("distance", tenthMetres[i] / 10.0);
      sample.put("calories", tenthKilocalories[i] / 10.0).put("elevation", floors[i]);
      sample.put("duration", Math.min(EVERY, 60 + steps[i] / 2));
    }
  }

  private static long tenths(ObjectNode day, String field) {
    return Math.round(day.path(field).asDouble() * 10);
  }
}

package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** One night on the sleep mat, filed under the local day of waking. */
final class SleepNights implements DayGenerator {

  private static final int SLEEP_MONITOR = 32;

  private final Person person;
  private final Traits traits;
  private final Device mat;

  SleepNights(Person person) {
    this.person = person;
    this.traits = person.traits();
    this.mat = Device.Model.SLEEP_MAT.of(person);
  }

  @Override
  public List<Entry> on(LocalDate day) {
    Random dice = person.dice(Kind.SLEEP, day);
    if (dice.nextInt(100) >= 93) {
      return List.of();
    }
    long end = LocalTimes.at(day, traits.wakeUpMinute() - dice.nextInt(25), 0, person.zone());
    int inBed = 60 * Math.max(240, (int) (traits.sleepMinutes() + 35 + 32 * dice.nextGaussian()));
    long created = Uploads.after(end, dice);
    long id = person.id(Kind.SLEEP, day);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("timezone", person.zone().getId()).put("model", SLEEP_MONITOR);
    json.put("model_id", mat.modelId()).put("hash_deviceid", mat.deviceId());
    json.put("startdate", end - inBed).put("enddate", end).put("date", day.toString());
    json.put("created", created).put("modified", created).put("completed", true);
    json.set("data", data(inBed, dice));
    String key = Long.toString(id);
    return List.of(new Entry(key, end - inBed, end, day, created, false, json));
  }

  private ObjectNode data(int inBed, Random dice) {
    int latency = 60 * (3 + dice.nextInt(20));
    int wakeupLatency = 60 * dice.nextInt(15);
    int waso = 60 * dice.nextInt(25);
    int asleep = inBed - latency - wakeupLatency - waso;
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("total_timeinbed", inBed)
        .put("total_sleep_time", asleep)
        .put("asleepduration", asleep);
    stages(data, asleep, dice);
    data.put("wakeupduration", inBed - asleep).put("wakeupcount", waso / 600).put("waso", waso);
    data.put("sleep_efficiency", Math.round(100.0 * asleep / inBed) / 100.0);
    data.put("sleep_latency", latency).put("wakeup_latency", wakeupLatency);
    data.put("nb_rem_episodes", 2 + dice.nextInt(4)).put("out_of_bed_count", dice.nextInt(2));
    vitals(data, dice);
    data.put("sleep_score", Math.min(100, 40 + asleep / 600 + dice.nextInt(10)));
    nightEvents(data, latency, inBed - wakeupLatency, inBed);
    return data;
  }

  private static void stages(ObjectNode data, int asleep, Random dice) {
    int deep = minutes(asleep * (0.18 + 0.08 * dice.nextDouble()));
    int rem = minutes(asleep * (0.18 + 0.07 * dice.nextDouble()));
    boolean seen = dice.nextInt(100) < 97;
    data.put("lightsleepduration", seen ? asleep - deep - rem : asleep - deep);
    data.put("deepsleepduration", deep);
    if (seen) {
      data.put("remsleepduration", rem);
    }
  }

  private void vitals(ObjectNode data, Random dice) {
    int pulse = traits.restingPulse() - 2 + dice.nextInt(6);
    int breaths = 12 + dice.nextInt(5);
    data.put("hr_average", pulse).put("hr_min", pulse - 7).put("hr_max", pulse + 20);
    data.put("rr_average", breaths).put("rr_min", breaths - 3).put("rr_max", breaths + 4);
    int snoring = 60 * dice.nextInt(15);
    data.put("snoring", snoring).put("snoringepisodecount", snoring / 180);
    data.put("breathing_disturbances_intensity", dice.nextInt(25));
    data.put("apnea_hypopnea_index", dice.nextInt(8)).put("mvt_score_avg", 15 + dice.nextInt(30));
    data.put("mvt_active_duration", 60 * (20 + dice.nextInt(60)));
    data.put("rmssd_start_avg", 30 + dice.nextInt(20)).put("rmssd_end_avg", 35 + dice.nextInt(25));
  }

  /**
   * The vendor sends this dictionary as an object or as text in the text; each person gets one of
   * them.
   */
  private void nightEvents(ObjectNode data, int asleepAt, int awakeAt, int upAt) {
    ObjectNode events = JsonNodeFactory.instance.objectNode();
    events.putArray("1").add(0);
    events.putArray("2").add(asleepAt);
    events.putArray("3").add(awakeAt);
    events.putArray("4").add(upAt);
    if (person.index() % 2 == 0) {
      data.put("night_events", events.toString());
    } else {
      data.set("night_events", events);
    }
  }

  private static int minutes(double seconds) {
    return ((int) (seconds / 60)) * 60;
  }
}

package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The stages of a night with the samples of the mat: one a minute, variability every five. */
final class SleepSegments implements DayGenerator {

  private static final int MINUTE = 60;
  private static final int FIVE_MINUTES = 300;

  private final Person person;
  private final Device mat;
  private final SleepNights nights;

  SleepSegments(Person person) {
    this.person = person;
    this.mat = Device.Model.SLEEP_MAT.of(person);
    this.nights = new SleepNights(person);
  }

  @Override
  public List<Entry> on(LocalDate day) {
    List<Entry> segments = new ArrayList<>();
    for (Entry night : nights.on(day)) {
      long snoring = night.json().path("data").path("snoring").asLong();
      for (Hypnogram.Stage stage : Hypnogram.of(night)) {
        long snored = stage.state() == Hypnogram.LIGHT ? snoredIn(stage, snoring) : 0;
        segments.add(segment(night, stage, snored));
        snoring -= snored;
      }
    }
    return segments;
  }

  private static long snoredIn(Hypnogram.Stage stage, long left) {
    return Math.min(left, stage.to() - stage.from());
  }

  private Entry segment(Entry night, Hypnogram.Stage stage, long snored) {
    long from = stage.from();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("startdate", from).put("enddate", stage.to()).put("state", stage.state());
    json.put("model", mat.model()).put("model_id", mat.modelId());
    json.put("hash_deviceid", mat.deviceId());
    JsonNode data = night.json().path("data");
    Random dice = person.dice(Kind.SLEEP_STAGE, from);
    int pulse = data.path("hr_average").asInt(56) + (stage.state() == Hypnogram.DEEP ? -3 : 0);
    samples(json, "hr", stage, MINUTE, pulse, dice);
    samples(json, "rr", stage, MINUTE, data.path("rr_average").asInt(14), dice);
    boolean still = stage.state() == Hypnogram.DEEP || stage.state() == Hypnogram.REM;
    samples(json, "mvt_score", stage, MINUTE, still ? 0 : 40, dice);
    samples(json, "rmssd", stage, FIVE_MINUTES, data.path("rmssd_start_avg").asInt(40), dice);
    samples(json, "sdnn_1", stage, FIVE_MINUTES, 50, dice);
    samples(json, "hrv_quality", stage, FIVE_MINUTES, 85, dice);
    snoring(json, stage, snored);
    String key = Long.toString(from);
    return new Entry(key, from, stage.to(), night.day(), night.modified(), false, json);
  }

  private static void samples(
      ObjectNode json, String field, Hypnogram.Stage stage, int every, int about, Random dice) {
    ObjectNode samples = json.putObject(field);
    for (long at = stage.from(); at < stage.to(); at += every) {
      samples.put(Long.toString(at), about + dice.nextInt(4));
    }
  }

  /** Seconds of snoring in each minute. */
  private static void snoring(ObjectNode json, Hypnogram.Stage stage, long snored) {
    ObjectNode samples = json.putObject("snoring");
    for (long at = stage.from(); at < stage.to(); at += MINUTE) {
      long left = snored - (at - stage.from());
      samples.put(Long.toString(at), Math.max(0, Math.min(MINUTE, left)));
    }
  }
}

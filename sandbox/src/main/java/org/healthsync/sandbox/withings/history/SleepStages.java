package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.Set;

/** Cuts a night into stages of half an hour, with pulse and breathing every five minutes. */
public final class SleepStages {

  private static final int STAGE = 1_800;
  private static final int EVERY = 300;
  private static final int AWAKE = 0;

  /** Light, deep, REM in the order of a sleep cycle (the vendor's {@code state}). */
  private static final int[] CYCLE = {1, 2, 3};

  private final Person person;
  private final Device mat;

  public SleepStages(Person person) {
    this.person = person;
    this.mat = Device.Model.SLEEP_MAT.of(person);
  }

  /** Appends the stages of a night that begin in the window, with the wanted data fields. */
  public void append(ArrayNode series, Entry night, long from, long to, Set<String> fields) {
    int stage = 0;
    for (long at = night.from(); at < night.to(); at += STAGE) {
      if (at >= from && at < to) {
        series.add(stage(night, at, stage, fields));
      }
      stage++;
    }
  }

  private ObjectNode stage(Entry night, long at, int number, Set<String> fields) {
    long end = Math.min(at + STAGE, night.to());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("startdate", at).put("enddate", end);
    json.put("state", number == 0 ? AWAKE : CYCLE[(number - 1) % CYCLE.length]);
    json.put("model", mat.model()).put("model_id", mat.modelId());
    json.put("hash_deviceid", mat.deviceId());
    JsonNode data = night.json().path("data");
    samples(json, fields, "hr", at, end, data.path("hr_average").asInt(56));
    samples(json, fields, "rr", at, end, data.path("rr_average").asInt(14));
    samples(json, fields, "snoring", at, end, 0);
    samples(json, fields, "rmssd", at, end, data.path("rmssd_start_avg").asInt(40));
    samples(json, fields, "sdnn_1", at, end, 50);
    samples(json, fields, "mvt_score", at, end, data.path("mvt_score_avg").asInt(20));
    return json;
  }

  private void samples(
      ObjectNode json, Set<String> fields, String field, long from, long to, int about) {
    if (!fields.contains(field)) {
      return;
    }
    Random dice = person.dice(Kind.SLEEP_STAGE, from);
    ObjectNode samples = json.putObject(field);
    for (long at = from; at < to; at += EVERY) {
      samples.put(Long.toString(at), about + dice.nextInt(4));
    }
  }
}

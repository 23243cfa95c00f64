package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/**
 * Sport about three times a week; the vendor's categories 1 walk, 2 run, 6 bicycle, 7 swim, 36
 * other.
 */
final class Workouts implements DayGenerator {

  private static final int[] CATEGORIES = {1, 2, 6, 7, 36};
  private static final int SWIMMING = 7;
  private static final int AUTO_DETECTED = 0;
  private static final int CONFIRMED = 7;

  private final Person person;
  private final Traits traits;
  private final Device watch;

  Workouts(Person person) {
    this.person = person;
    this.traits = person.traits();
    this.watch = Device.Model.WATCH.of(person);
  }

  @Override
  public List<Entry> on(LocalDate day) {
    Random dice = person.dice(Kind.WORKOUT, day);
    if (dice.nextInt(7) >= 3) {
      return List.of();
    }
    int category = CATEGORIES[dice.nextInt(CATEGORIES.length)];
    long start = LocalTimes.at(day, 16 * 60 + dice.nextInt(180), 0, person.zone());
    int seconds = 60 * (20 + dice.nextInt(70));
    long modified = Uploads.after(start + seconds, dice);
    long id = person.id(Kind.WORKOUT, day);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("category", category).put("timezone", person.zone().getId());
    json.put("model", watch.modelId())
        .put("attrib", dice.nextBoolean() ? AUTO_DETECTED : CONFIRMED);
    json.put("startdate", start).put("enddate", start + seconds).put("date", day.toString());
    json.put("modified", modified).put("deviceid", watch.deviceId());
    json.set("data", data(category, seconds, dice));
    return List.of(
        new Entry(Long.toString(id), start, start + seconds, day, modified, false, json));
  }

  private ObjectNode data(int category, int seconds, Random dice) {
    int pulse = traits.restingPulse() + 55 + dice.nextInt(30);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("calories", seconds / 7 + dice.nextInt(40)).put("intensity", 30 + dice.nextInt(50));
    data.put("manual_distance", 0).put("manual_calories", 0);
    data.put("hr_average", pulse).put("hr_min", pulse - 40).put("hr_max", pulse + 28);
    data.put("hr_zone_0", seconds / 10).put("hr_zone_1", seconds / 4);
    data.put("hr_zone_2", seconds / 2)
        .put("hr_zone_3", seconds - seconds / 10 - seconds / 4 - seconds / 2);
    data.put("pause_duration", 0).putNull("algo_pause_duration").putNull("spo2_average");
    if (category == SWIMMING) {
      int laps = seconds / 45;
      data.put("strokes", laps * 18).put("pool_laps", laps).put("pool_length", 25);
    } else {
      data.put("steps", seconds * 2).put("distance", seconds * 2 + dice.nextInt(400));
      data.put("elevation", dice.nextInt(60));
    }
    return data;
  }
}

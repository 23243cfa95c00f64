package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** The totals of a day on the wrist, final when the watch is read the next morning. */
final class ActivityDays implements DayGenerator {

  private static final int WITHINGS = 1;

  private final Person person;
  private final Traits traits;
  private final Device watch;

  ActivityDays(Person person) {
    this.person = person;
    this.traits = person.traits();
    this.watch = Device.Model.WATCH.of(person);
  }

  @Override
  public List<Entry> on(LocalDate day) {
    Random dice = person.dice(Kind.ACTIVITY, day);
    if (dice.nextInt(100) >= 97) {
      return List.of();
    }
    long from = LocalTimes.at(day, 0, 0, person.zone());
    long to = LocalTimes.at(day.plusDays(1), 0, 0, person.zone());
    long modified =
        LocalTimes.at(day.plusDays(1), traits.wakeUpMinute() + dice.nextInt(60), 7, person.zone());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("date", day.toString()).put("timezone", person.zone().getId());
    json.put("deviceid", watch.deviceId()).put("hash_deviceid", watch.deviceId());
    json.put("brand", WITHINGS).put("is_tracker", true).put("modified", modified);
    json.put("model", watch.model()).put("modelid", watch.modelId());
    movement(json, day, dice);
    pulse(json, to - from, dice);
    return List.of(new Entry(day.toString(), from, to, day, modified, false, json));
  }

  private void movement(ObjectNode json, LocalDate day, Random dice) {
    double weekday = day.getDayOfWeek() == DayOfWeek.SUNDAY ? 0.7 : 1;
    double mood = 1 + 0.12 * traits.season(day) + 0.25 * dice.nextGaussian();
    int steps = (int) Math.max(350, traits.dailySteps() * weekday * mood);
    int moderate = steps / 5 + dice.nextInt(600);
    int intense = dice.nextInt(3) == 0 ? dice.nextInt(2_400) : 0;
    double active = steps * 0.042 + intense * 0.06;
    double resting = 22.5 * traits.weightKg();
    json.put("steps", steps).put("distance", tenths(steps * traits.heightCm() * 0.0042));
    json.put("elevation", dice.nextInt(16)).put("soft", steps / 2 + dice.nextInt(1_200));
    json.put("moderate", moderate).put("intense", intense).put("active", moderate + intense);
    json.put("calories", tenths(active)).put("totalcalories", tenths(resting + active));
  }

  private void pulse(ObjectNode json, long seconds, Random dice) {
    int average = traits.restingPulse() + 12 + dice.nextInt(10);
    int moderate = 600 + dice.nextInt(5_000);
    int intense = dice.nextInt(1_200);
    int maximal = dice.nextInt(120);
    json.put("hr_average", average).put("hr_min", traits.restingPulse() - dice.nextInt(6));
    json.put("hr_max", average + 35 + dice.nextInt(50));
    json.put("hr_zone_0", seconds / 2 - moderate - intense - maximal).put("hr_zone_1", moderate);
    json.put("hr_zone_2", intense).put("hr_zone_3", maximal);
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}

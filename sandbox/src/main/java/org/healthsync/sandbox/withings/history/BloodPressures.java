package org.healthsync.sandbox.withings.history;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/**
 * Blood pressure about twice a week in the evening, at the left upper arm; some are averages of
 * three readings.
 */
final class BloodPressures implements DayGenerator {

  private static final int LEFT_ARM = 3;

  private final Person person;
  private final Traits traits;
  private final Device cuff;

  BloodPressures(Person person) {
    this.person = person;
    this.traits = person.traits();
    this.cuff = Device.Model.CUFF.of(person);
  }

  @Override
  public List<Entry> on(LocalDate day) {
    Random dice = person.dice(Kind.BLOOD_PRESSURE, day);
    if (dice.nextInt(7) >= 2) {
      return List.of();
    }
    long date = LocalTimes.at(day, 18 * 60 + dice.nextInt(200), dice.nextInt(60), person.zone());
    long created = Uploads.after(date, dice);
    long effect = Math.round(3 * traits.season(day) + 5 * dice.nextGaussian());
    Attribution how = dice.nextInt(10) == 0 ? Attribution.AVERAGED : Attribution.DEVICE;
    return List.of(
        new MeasureGroup(person.id(Kind.BLOOD_PRESSURE, day), how, date, created, cuff)
            .addAt(LEFT_ARM, MeasureType.SYSTOLIC, traits.systolic() + effect, 0)
            .addAt(LEFT_ARM, MeasureType.DIASTOLIC, traits.diastolic() + effect / 2, 0)
            .addAt(
                LEFT_ARM, MeasureType.HEART_PULSE, traits.restingPulse() + 8L + dice.nextInt(14), 0)
            .withoutZoneIn(person.zone()));
  }
}

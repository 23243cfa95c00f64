package org.healthsync.sandbox.withings.history;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/**
 * On the scale most mornings, barefoot and with body composition; now and then typed in or
 * attributed in doubt.
 */
final class WeighIns implements DayGenerator {

  private static final int IN_TEN_GRAMS = -2;
  private static final int IN_GRAMS = -3;

  /** Right and left arm, left and right leg, torso. */
  private static final int[] SEGMENTS = {2, 3, 10, 11, 12};

  private static final double[] SEGMENT_SHARES = {0.06, 0.06, 0.17, 0.17, 0.54};

  private final Person person;
  private final Traits traits;
  private final Device scale;

  WeighIns(Person person) {
    this.person = person;
    this.traits = person.traits();
    this.scale = Device.Model.SCALE.of(person);
  }

  @Override
  public List<Entry> on(LocalDate day) {
    Random dice = person.dice(Kind.WEIGH_IN, day);
    if (dice.nextInt(100) >= 85) {
      return List.of();
    }
    int minute = traits.wakeUpMinute() + 5 + dice.nextInt(40);
    long date = LocalTimes.at(day, minute, dice.nextInt(60), person.zone());
    long created = Uploads.after(date, dice);
    long id = person.id(Kind.WEIGH_IN, day);
    long grams = Math.round(traits.weightOn(day, dice) * 1000);
    int chance = dice.nextInt(100);
    if (chance < 3) {
      return List.of(typedIn(id, date, created, grams));
    }
    Attribution attribution = chance < 5 ? Attribution.AMBIGUOUS : Attribution.DEVICE;
    MeasureGroup group = new MeasureGroup(id, attribution, date, created, scale);
    return List.of(composition(group, grams, day, dice).in(person.zone()));
  }

  private Entry typedIn(long id, long date, long created, long grams) {
    long rounded = grams / 100;
    return new MeasureGroup(id, Attribution.MANUAL, date, created, null)
        .add(MeasureType.WEIGHT, rounded, -1)
        .in(person.zone());
  }

  private MeasureGroup composition(MeasureGroup group, long grams, LocalDate day, Random dice) {
    double fatPercent = traits.fatPercentOn(day, dice);
    long fat = Math.round(grams * fatPercent / 1000);
    long lean = grams / 10 - fat;
    long muscle = lean * 95 / 100;
    group
        .add(MeasureType.WEIGHT, grams, IN_GRAMS)
        .add(MeasureType.FAT_RATIO, Math.round(fatPercent * 100), -2)
        .add(MeasureType.FAT_MASS, fat, IN_TEN_GRAMS)
        .add(MeasureType.FAT_FREE_MASS, lean, IN_TEN_GRAMS)
        .add(MeasureType.MUSCLE_MASS, muscle, IN_TEN_GRAMS)
        .add(MeasureType.HYDRATION, lean * 72 / 100, IN_TEN_GRAMS)
        .add(MeasureType.BONE_MASS, lean * 5 / 100, IN_TEN_GRAMS)
        .add(MeasureType.VISCERAL_FAT, Math.round(fatPercent * 2), -1)
        .add(MeasureType.HEART_PULSE, traits.restingPulse() + 4L + dice.nextInt(12), 0);
    if (dice.nextInt(20) == 0) {
      segments(group, MeasureType.SEGMENT_FAT_FREE_MASS, lean);
      segments(group, MeasureType.SEGMENT_FAT_MASS, fat);
      segments(group, MeasureType.SEGMENT_MUSCLE_MASS, muscle);
    }
    return group;
  }

  /** Now and then with the handles in hand: arms, legs and torso, which make up the whole. */
  private static void segments(MeasureGroup group, int type, long whole) {
    long[] parts = Shares.of(whole, SEGMENT_SHARES, 1);
    for (int i = 0; i < parts.length; i++) {
      group.addAt(SEGMENTS[i], type, parts[i], IN_TEN_GRAMS);
    }
  }
}

package org.healthsync.sandbox.withings.history;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;

/**
 * One value, taken on some days at about the same hour: temperature, oxygen saturation, pulse wave
 * velocity.
 */
final class SingleMeasures implements DayGenerator {

  private final Person person;
  private final Kind kind;
  private final Device device;
  private final int percentOfDays;
  private final int minuteOfDay;
  private final int type;
  private final int unit;
  private final ToLongFunction<Random> value;

  private SingleMeasures(
      Person person,
      Kind kind,
      Device.Model model,
      int percentOfDays,
      int minuteOfDay,
      int type,
      int unit,
      ToLongFunction<Random> value) {
    this.person = person;
    this.kind = kind;
    this.device = model.of(person);
    this.percentOfDays = percentOfDays;
    this.minuteOfDay = minuteOfDay;
    this.type = type;
    this.unit = unit;
    this.value = value;
  }

  /** Body temperature in thousandths of a degree; one in fifteen is a fever. */
  static DayGenerator temperatures(Person person) {
    return new SingleMeasures(
        person,
        Kind.TEMPERATURE,
        Device.Model.THERMOMETER,
        8,
        20 * 60,
        MeasureType.BODY_TEMPERATURE,
        -3,
        dice ->
            Math.round(36_550 + 180 * dice.nextGaussian() + (dice.nextInt(15) == 0 ? 2_100 : 0)));
  }

  /** Oxygen saturation in percent. */
  static DayGenerator oxygen(Person person) {
    return new SingleMeasures(
        person,
        Kind.OXYGEN,
        Device.Model.WATCH,
        45,
        21 * 60 + 30,
        MeasureType.SPO2,
        0,
        dice -> 94 + dice.nextInt(6));
  }

  /** Pulse wave velocity in millimetres a second. */
  static DayGenerator pulseWaves(Person person) {
    return new SingleMeasures(
        person,
        Kind.PULSE_WAVE,
        Device.Model.SCALE,
        14,
        8 * 60 + 30,
        MeasureType.PULSE_WAVE_VELOCITY,
        -3,
        dice -> Math.round(6_900 + 260 * dice.nextGaussian()));
  }

  @Override
  public List<Entry> on(LocalDate day) {
    Random dice = person.dice(kind, day);
    if (dice.nextInt(100) >= percentOfDays) {
      return List.of();
    }
    long date = LocalTimes.at(day, minuteOfDay + dice.nextInt(50), dice.nextInt(60), person.zone());
    long created = Uploads.after(date, dice);
    return List.of(
        new MeasureGroup(person.id(kind, day), Attribution.DEVICE, date, created, device)
            .add(type, value.applyAsLong(dice), unit)
            .in(person.zone()));
  }
}

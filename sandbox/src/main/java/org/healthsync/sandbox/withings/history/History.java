package org.healthsync.sandbox.withings.history;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that a person's devices recorded over a period. A function of person and period: no state, no
 * clock.
 */
public final class History {

  private final Person person;
  private final LocalDate start;
  private final LocalDate end;

  /**
   * Describes a history; nothing is generated yet.
   *
   * @param start first local day with data
   * @param end the local day after the last one with data
   */
  public History(Person person, LocalDate start, LocalDate end) {
    this.person = person;
    this.start = start;
    this.end = end;
  }

  /** The records of a stream, oldest first. Streams that are computed per request have none. */
  public List<Entry> of(DataStream stream) {
    return switch (stream) {
      case MEASURES ->
          everyDay(
              new Height(person, start),
              new WeighIns(person),
              new BloodPressures(person),
              SingleMeasures.temperatures(person),
              SingleMeasures.oxygen(person),
              SingleMeasures.pulseWaves(person));
      case ACTIVITY -> everyDay(new ActivityDays(person));
      case SLEEP -> everyDay(new SleepNights(person));
      case WORKOUTS -> everyDay(new Workouts(person));
      case HEART -> everyDay(new Recordings(person));
      case INTRADAY, SLEEP_DETAIL -> List.of();
    };
  }

  private List<Entry> everyDay(DayGenerator... generators) {
    List<Entry> entries = new ArrayList<>();
    for (LocalDate day = start; day.isBefore(end); day = day.plusDays(1)) {
      for (DayGenerator generator : generators) {
        entries.addAll(generator.on(day));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::from).thenComparing(Entry::key));
    return entries;
  }
}

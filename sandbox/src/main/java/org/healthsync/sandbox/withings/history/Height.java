package org.healthsync.sandbox.withings.history;

import java.time.LocalDate;
import java.util.List;

/**
 * The height that the person typed in when opening the account, on the first day and never again.
 */
final class Height implements DayGenerator {

  private final Person person;
  private final LocalDate firstDay;

  Height(Person person, LocalDate firstDay) {
    this.person = person;
    this.firstDay = firstDay;
  }

  @Override
  public List<Entry> on(LocalDate day) {
    if (!day.equals(firstDay)) {
      return List.of();
    }
    long date = LocalTimes.at(day, 5 * 60, 0, person.zone());
    long id = person.id(Kind.HEIGHT, day);
    return List.of(
        new MeasureGroup(id, Attribution.ACCOUNT_CREATION, date, date, null)
            .add(MeasureType.HEIGHT, person.traits().heightCm(), -2)
            .in(person.zone()));
  }
}

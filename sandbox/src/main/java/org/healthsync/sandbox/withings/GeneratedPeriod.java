package org.healthsync.sandbox.withings;

import java.time.LocalDate;
import org.healthsync.sandbox.withings.history.Person;

/** From when to when there are generated data, as epoch seconds of a person's local days. */
record GeneratedPeriod(LocalDate firstDay, LocalDate dayAfter) {

  long start(Person person) {
    return firstDay.atStartOfDay(person.zone()).toEpochSecond();
  }

  long end(Person person) {
    return dayAfter.atStartOfDay(person.zone()).toEpochSecond();
  }
}

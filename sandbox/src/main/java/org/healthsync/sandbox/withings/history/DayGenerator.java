package org.healthsync.sandbox.withings.history;

import java.time.LocalDate;
import java.util.List;

/** Makes what one kind of habit leaves behind on one local day: usually nothing or one record. */
@FunctionalInterface
interface DayGenerator {

  List<Entry> on(LocalDate day);
}

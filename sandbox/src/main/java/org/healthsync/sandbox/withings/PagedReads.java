package org.healthsync.sandbox.withings;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Predicate;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;

/**
 * Selects by period or by change, and pages: what all the list reads of the vendor have in common.
 */
final class PagedReads {

  private final Clock clock;
  private final int pageSize;
  private final WithingsCloudOptions.Offsets offsets;

  PagedReads(WithingsCloudOptions options) {
    this.clock = options.clock();
    this.pageSize = options.pageSize();
    this.offsets = options.offsets();
  }

  /** The page that the call's {@code offset} asks for. */
  Journal.Slice page(Visit visit, DataStream stream, Predicate<Entry> wanted) {
    long offset = visit.params().number("offset").orElse(0L);
    Predicate<Entry> all = visible().and(wanted);
    return visit.account().journal(stream).page(all, offset, pageSize, offsets);
  }

  /** What is known and not deleted by now. */
  Predicate<Entry> visible() {
    long now = now();
    return entry -> !entry.deleted() && entry.modified() <= now;
  }

  /** The present epoch second. */
  long now() {
    return clock.instant().getEpochSecond();
  }

  /**
   * {@code lastupdate}, or {@code startdate} and {@code enddate} in epoch seconds, both included;
   * or everything.
   */
  static Predicate<Entry> byTime(Params params) {
    Optional<Predicate<Entry>> changed = changed(params, "startdate", "enddate");
    if (changed.isPresent()) {
      return changed.get();
    }
    if (!params.has("startdate") && !params.has("enddate")) {
      return entry -> true;
    }
    long from = params.requiredNumber("startdate");
    long to = params.requiredNumber("enddate");
    return entry -> entry.from() >= from && entry.from() <= to;
  }

  /** {@code lastupdate}, or {@code startdateymd} and {@code enddateymd}, both days included. */
  static Predicate<Entry> byDay(Params params) {
    return changed(params, "startdateymd", "enddateymd")
        .orElseGet(
            () -> {
              LocalDate from = params.requiredDay("startdateymd");
              LocalDate to = params.requiredDay("enddateymd");
              return entry -> !entry.day().isBefore(from) && !entry.day().isAfter(to);
            });
  }

  private static Optional<Predicate<Entry>> changed(Params params, String from, String to) {
    if (!params.has("lastupdate")) {
      return Optional.empty();
    }
    if (params.has(from) || params.has(to)) {
      throw VendorFailure.invalidParams("lastupdate excludes " + from + " and " + to);
    }
    long since = params.requiredNumber("lastupdate");
    return Optional.of(entry -> entry.modified() >= since);
  }
}

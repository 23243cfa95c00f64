package org.healthsync.sync;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.spi.stream.StreamDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * What an app asks for; everything is optional.
 *
 * @param streams names; all that the person permits when left out
 * @param from first local day to read, 1970 at the earliest; "what is new" when both dates are left
 *     out
 * @param to first local day that is no longer read
 */
@Schema(
    name = "SyncRequest",
    example = "{\"streams\":[\"measures\"],\"from\":\"2026-01-01\",\"to\":\"2026-02-01\"}")
public record SyncRequestBody(
    @Nullable List<String> streams, @Nullable LocalDate from, @Nullable LocalDate to) {

  /** Requests of one order: its connection is locked while they are written. */
  static final int MOST_REQUESTS = 4000;

  private static final LocalDate EARLIEST = LocalDate.EPOCH;

  /** The parts of an order, checked against what the provider has. */
  List<SyncService.Part> parts(SyncTarget target, Clock clock) {
    List<StreamDescriptor> chosen = chosen(target);
    if (from == null && to == null) {
      return chosen.stream().map(stream -> new SyncService.Part(stream.name(), null)).toList();
    }
    ZoneId zone = target.zone();
    LocalDate first = first();
    LocalDate end = end(first, LocalDate.ofInstant(clock.instant(), zone));
    requireFew(chosen, first, end);
    List<SyncService.Part> parts = new ArrayList<>();
    for (StreamDescriptor stream : chosen) {
      DayWindows.pieces(stream, first, end, zone)
          .forEach(window -> parts.add(new SyncService.Part(stream.name(), window)));
    }
    if (parts.isEmpty() && !chosen.isEmpty()) {
      throw new ProblemException(
          ProblemCode.EMPTY_WINDOW, "the provider has nothing of these days", "to");
    }
    return parts;
  }

  private List<StreamDescriptor> chosen(SyncTarget target) {
    if (streams == null || streams.isEmpty()) {
      return target.plugin().descriptor().streams().stream().filter(target::permits).toList();
    }
    return streams.stream().distinct().map(name -> known(target, name)).toList();
  }

  private static StreamDescriptor known(SyncTarget target, String name) {
    return target.stream(name)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemCode.UNKNOWN_STREAM,
                    "choose from "
                        + target.plugin().descriptor().streams().stream()
                            .map(StreamDescriptor::name)
                            .toList(),
                    "streams"));
  }

  private LocalDate first() {
    if (from == null) {
      throw new ProblemException(ProblemCode.INVALID_FIELD, "from is needed with to", "from");
    }
    if (from.isBefore(EARLIEST)) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD, "from must be " + EARLIEST + " or later", "from");
    }
    return from;
  }

  private LocalDate end(LocalDate first, LocalDate today) {
    LocalDate end = to == null ? today.plusDays(1) : to;
    if (first.isAfter(today) || end.isAfter(today.plusDays(1))) {
      throw new ProblemException(
          ProblemCode.FUTURE_WINDOW, "the window must end by tomorrow, first day not read", "to");
    }
    if (!first.isBefore(end)) {
      throw new ProblemException(
          ProblemCode.EMPTY_WINDOW, "from must lie before to; to is not read itself", "from");
    }
    return end;
  }

  /** Counted before anything is made of it: a provider may answer a single day at a time. */
  private static void requireFew(List<StreamDescriptor> chosen, LocalDate first, LocalDate end) {
    long requests = chosen.stream().mapToLong(stream -> DayWindows.count(stream, first, end)).sum();
    if (requests > MOST_REQUESTS) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD,
          "The order makes "
              + requests
              + " requests and may make "
              + MOST_REQUESTS
              + "; choose a later from, an earlier to or fewer streams, and order the rest after",
          "from");
    }
  }
}

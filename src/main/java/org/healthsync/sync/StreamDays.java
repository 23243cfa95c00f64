package org.healthsync.sync;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsync.ledger.StreamCoverage;
import org.healthsync.schedule.OpenWork;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.Window;
import org.healthsync.sync.CoverageView.OfStream;
import org.healthsync.sync.CoverageView.OfType;
import org.healthsync.sync.CoverageView.Status;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is known of the days of one stream. All times count as windows of the stream do.
 *
 * @param stream which
 * @param permitted whether it may be read now
 * @param read what of it was read
 * @param lastError code of the last failure since the last success; null when there is none
 * @param open what is still to be fetched of it
 * @param now the present
 */
record StreamDays(
    StreamDescriptor stream,
    boolean permitted,
    StreamCoverage read,
    @Nullable String lastError,
    List<OpenWork.Open> open,
    Instant now) {

  private static final String FORBIDDEN = "FORBIDDEN";

  /** What is known of a day, of which {@code types} were found. */
  OfStream tell(Window day, List<OfType> types) {
    Optional<Instant> reach = reach(day);
    boolean over = !day.to().isAfter(now);
    if (reach.isPresent() && !(over && reach.get().isBefore(day.to()))) {
      return told(types.isEmpty() ? Status.EMPTY : Status.FETCHED, partly(reach, day), null, types);
    }
    if (!permitted || FORBIDDEN.equals(lastError)) {
      return told(Status.NOT_PERMITTED, partly(reach, day), null, types);
    }
    Optional<String> failed = failure(day);
    if (failed.isPresent()) {
      return told(Status.FAILED, partly(reach, day), failed.get(), types);
    }
    if (asked(day).isPresent() || comes(day)) {
      return told(Status.PENDING, partly(reach, day), null, types);
    }
    return told(
        types.isEmpty() ? Status.NOT_COVERED : Status.FETCHED, partly(reach, day), null, types);
  }

  private OfStream told(
      Status status, @Nullable Instant until, @Nullable String error, List<OfType> types) {
    return new OfStream(stream.name(), status, until, error, types);
  }

  /** The end of the span that holds the beginning of the day. */
  private Optional<Instant> reach(Window day) {
    return read.covered().stream()
        .filter(span -> !span.from().isAfter(day.from()) && span.to().isAfter(day.from()))
        .map(Window::to)
        .findFirst();
  }

  private static @Nullable Instant partly(Optional<Instant> reach, Window day) {
    return reach.filter(end -> end.isBefore(day.to())).orElse(null);
  }

  private Optional<String> failure(Window day) {
    Optional<OpenWork.Open> asked = asked(day);
    if (asked.isPresent()) {
      return asked.filter(work -> work.failures() > 0).map(work -> code(lastError));
    }
    if (read.failed().stream().anyMatch(span -> overlap(span, day))) {
      return Optional.of(code(read.failedCode()));
    }
    boolean own = read.ownUntil() == null || comes(day);
    return Optional.ofNullable(
        own && stream.movement() != StreamDescriptor.Movement.PUSHED ? lastError : null);
  }

  private static String code(@Nullable String code) {
    return code == null ? "UNKNOWN" : code;
  }

  /** A request that will show the day. */
  private Optional<OpenWork.Open> asked(Window day) {
    return open.stream().filter(work -> shows(work.window(), day)).findFirst();
  }

  private boolean shows(@Nullable Window window, Window day) {
    if (window != null) {
      return overlap(window, day);
    }
    Instant own = read.ownUntil();
    return own == null || day.to().isAfter(own);
  }

  /** Whether the stream's own cursor gets there by itself. */
  private boolean comes(Window day) {
    Instant own = read.ownUntil();
    return own != null
        && day.to().isAfter(own)
        && stream.movement() != StreamDescriptor.Movement.PUSHED;
  }

  private static boolean overlap(Window one, Window other) {
    return one.from().isBefore(other.to()) && other.from().isBefore(one.to());
  }
}

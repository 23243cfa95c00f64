package org.healthsync.withings;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.notify.Notification;
import org.healthsync.spi.notify.Notified;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * Reads notifications ("Notification content").
 *
 * <p>Withings signs nothing and challenges nobody: all that protects a callback is its unguessable
 * address, which the host checks before it asks the plugin. A notification is therefore no more
 * than a hint to read a window again with the account's own token; only the end of a grant is taken
 * at its word. Duplicates and any order are harmless.
 */
final class Notifications {

  private static final int MAX_BODY = 4096;

  /** Epoch seconds beyond this are no dates: the year 2100. */
  private static final long MAX_EPOCH = 4_102_444_800L;

  /** A handshake is a HEAD request at registration; GET is answered alike. */
  Notified read(Notification notification) {
    return switch (notification.method()) {
      case "HEAD", "GET" -> Notified.handshake(200, null, Payload.of(""));
      case "POST" -> read(notification.body(), notification.receivedAt());
      default -> Notified.refused("method is neither POST nor HEAD nor GET");
    };
  }

  private static Notified read(Payload body, Instant receivedAt) {
    if (body.size() > MAX_BODY) {
      return Notified.refused("body is too large");
    }
    return Form.parse(body.utf8())
        .map(form -> read(form, receivedAt))
        .orElseGet(() -> Notified.refused("body is no form"));
  }

  private static Notified read(Form form, Instant receivedAt) {
    Optional<String> user = form.text("userid").filter(text -> !text.isBlank());
    Optional<Long> appli = form.number("appli");
    if (user.isEmpty() || appli.isEmpty()) {
      return Notified.refused("userid or appli is missing");
    }
    return Notified.accepted(200, changes(user.get(), appli.get(), form, receivedAt));
  }

  /** Categories that we did not subscribe to are accepted, else they would be sent again. */
  private static List<Change> changes(String user, long appli, Form form, Instant receivedAt) {
    if (appli == Appli.PROFILE) {
      boolean left = form.text("action").filter(List.of("unlink", "delete")::contains).isPresent();
      return left ? List.of(new Change.Revoked(user)) : List.of();
    }
    return Appli.of(appli).stream()
        .flatMap(known -> known.streams().stream())
        .<Change>map(
            stream -> new Change.Fetch(user, stream.streamName(), window(stream, form, receivedAt)))
        .toList();
  }

  /** The span to read again; null, that is "what is new", when none is told that makes sense. */
  private static @Nullable Window window(WithingsStream stream, Form form, Instant receivedAt) {
    boolean days = stream.granularity() == Granularity.LOCAL_DAY;
    Optional<LocalDate> day = form.text("date").flatMap(Notifications::day);
    if (stream == WithingsStream.INTRADAY && day.isPresent()) {
      return past(day.get(), receivedAt);
    }
    if (days && day.isPresent()) {
      return days(day.get(), day.get());
    }
    Optional<Instant> start = instant(form, "startdate");
    Optional<Instant> end = instant(form, "enddate");
    if (start.isEmpty() || end.isEmpty() || end.get().isBefore(start.get())) {
      return null;
    }
    return days ? localDays(start.get(), end.get()) : new Window(start.get(), after(end.get()));
  }

  /** The days of UTC that a local day touches; those that are read anyway need no window. */
  private static @Nullable Window past(LocalDate day, Instant receivedAt) {
    LocalDate yesterday = LocalDate.ofInstant(receivedAt, ZoneOffset.UTC).minusDays(1);
    return day.isBefore(yesterday) ? days(day.minusDays(1), day.plusDays(1)) : null;
  }

  /** Whatever the person's offset, local days differ from UTC by one at most. */
  private static Window localDays(Instant start, Instant end) {
    return days(
        LocalDate.ofInstant(start, ZoneOffset.UTC).minusDays(1),
        LocalDate.ofInstant(end, ZoneOffset.UTC).plusDays(1));
  }

  private static Window days(LocalDate first, LocalDate last) {
    return new Window(
        first.atStartOfDay(ZoneOffset.UTC).toInstant(),
        last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** The end is told as the last second that belongs to it. */
  private static Instant after(Instant end) {
    return end.plus(Duration.ofSeconds(1));
  }

  private static Optional<Instant> instant(Form form, String name) {
    return form.number(name)
        .filter(seconds -> seconds >= 0 && seconds <= MAX_EPOCH)
        .map(Instant::ofEpochSecond);
  }

  private static Optional<LocalDate> day(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      return Optional.of(day).filter(date -> date.getYear() >= 1970 && date.getYear() < 2100);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

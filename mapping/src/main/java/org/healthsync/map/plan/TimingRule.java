package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;

/** How the time of a reading is read. */
public interface TimingRule {

  /**
   * The time.
   *
   * @throws Unmappable when it is absent or cannot be read
   */
  Timing read(Frame frame) throws Unmappable;

  /** One instant; a local time without a zone is only good for its day. */
  record At(MomentRule moment) implements TimingRule {
    @Override
    public Timing read(Frame frame) throws Unmappable {
      try {
        return new Timing.At(moment.require(frame));
      } catch (Unmappable e) {
        if (e.flaw() != Flaw.MISSING_ZONE) {
          throw e;
        }
        LocalDateTime wall = moment.wallTime(frame).orElseThrow(() -> e);
        return new Timing.OnDay(wall.toLocalDate(), null);
      }
    }
  }

  /** From one instant to another. */
  record Between(MomentRule start, MomentRule end) implements TimingRule {
    @Override
    public Timing read(Frame frame) throws Unmappable {
      Moment from = start.require(frame);
      Moment to = end.require(frame);
      if (to.instant().isBefore(from.instant())) {
        throw new Unmappable(Flaw.BAD_PERIOD, end.source().pointer(frame));
      }
      return new Timing.Between(from, to);
    }
  }

  /**
   * From an instant on, for a while.
   *
   * @param length how long, in seconds
   */
  record Lasting(MomentRule start, NumberRule length) implements TimingRule {
    @Override
    public Timing read(Frame frame) throws Unmappable {
      Moment from = start.require(frame);
      BigDecimal seconds =
          length
              .read(frame)
              .orElseThrow(() -> new Unmappable(Flaw.MISSING_TIME, length.from().pointer(frame)));
      if (seconds.signum() < 0) {
        throw new Unmappable(Flaw.BAD_PERIOD, length.from().pointer(frame));
      }
      try {
        Duration duration = Duration.ofMillis(seconds.movePointRight(3).longValue());
        return new Timing.Between(from, end(from, from.instant().plus(duration), frame));
      } catch (DateTimeException | ArithmeticException e) {
        throw new Unmappable(Flaw.BAD_TIME, length.from().pointer(frame));
      }
    }

    /** With the offset that holds at the end where a zone tells it, else that of the start. */
    private Moment end(Moment from, Instant end, Frame frame) throws Unmappable {
      return from.zone() != null || from.offset() == null
          ? start.moment(end, frame)
          : Moment.at(end, from.offset());
    }
  }

  /**
   * A civil day of the person.
   *
   * @param day gives {@code 2026-11-20}
   */
  record OnDay(Source day, ZoneRule zone) implements TimingRule {
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2200, 1, 1);

    @Override
    public Timing read(Frame frame) throws Unmappable {
      String text =
          Texts.read(day, frame)
              .orElseThrow(() -> new Unmappable(Flaw.MISSING_TIME, day.pointer(frame)));
      return new Timing.OnDay(
          date(text, frame), zone.read(frame).map(ZoneRule.Found::zone).orElse(null));
    }

    private LocalDate date(String text, Frame frame) throws Unmappable {
      try {
        LocalDate date = LocalDate.parse(text);
        if (!date.isBefore(EARLIEST) && date.isBefore(LATEST)) {
          return date;
        }
      } catch (DateTimeException e) {
        throw new Unmappable(Flaw.BAD_TIME, day.pointer(frame));
      }
      throw new Unmappable(Flaw.BAD_TIME, day.pointer(frame));
    }
  }
}

package org.healthsync.map.plan;

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
        return new Timing.OnDay(moment.day(frame).orElseThrow(() -> e), null);
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
        throw new Unmappable(Flaw.BAD_PERIOD, end.pointer(frame));
      }
      return new Timing.Between(from, to);
    }
  }

  /**
   * A civil day of the person.
   *
   * @param day gives {@code 2026-11-20}, a time of that day, or its year, month and day
   */
  record OnDay(Source day, ZoneRule zone) implements TimingRule {
    @Override
    public Timing read(Frame frame) throws Unmappable {
      return new Timing.OnDay(
          CivilDay.require(day, frame), zone.read(frame).map(ZoneRule.Found::zone).orElse(null));
    }
  }
}

package org.healthsync.map.plan;

import java.time.LocalDate;
import java.util.Optional;
import org.healthsync.spi.reading.Timing.Moment;

/** How an instant and the wearer's offset are read. */
public interface MomentRule {

  /**
   * The moment; empty when the time is absent.
   *
   * @throws Unmappable when it cannot be read, or is local without a zone
   */
  Optional<Moment> read(Frame frame) throws Unmappable;

  /** Where the time is. */
  String pointer(Frame frame);

  /** The required moment. */
  default Moment require(Frame frame) throws Unmappable {
    return read(frame).orElseThrow(() -> new Unmappable(Flaw.MISSING_TIME, pointer(frame)));
  }

  /** The day of a local time: all that is left when nobody tells the zone. */
  default Optional<LocalDate> day(Frame frame) throws Unmappable {
    return Optional.empty();
  }
}

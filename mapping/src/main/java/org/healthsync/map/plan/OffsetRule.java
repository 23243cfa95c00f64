package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.healthsync.spi.reading.Timing.Moment;

/** Where the wearer's offset from UTC is. */
public interface OffsetRule {

  /**
   * The offset; empty when it is absent.
   *
   * @throws Unmappable when it is there and no offset
   */
  Optional<ZoneOffset> read(Frame frame) throws Unmappable;

  /**
   * Text such as {@code +05:45}.
   *
   * @param source gives it
   */
  record Written(Source source) implements OffsetRule {
    @Override
    public Optional<ZoneOffset> read(Frame frame) throws Unmappable {
      Optional<String> text = Texts.read(source, frame);
      try {
        return text.map(ZoneOffset::of);
      } catch (DateTimeException e) {
        throw new Unmappable(Flaw.BAD_TIME, source.pointer(frame));
      }
    }
  }

  /**
   * A number of seconds east of UTC.
   *
   * @param seconds gives it
   */
  record Counted(NumberRule seconds) implements OffsetRule {
    @Override
    public Optional<ZoneOffset> read(Frame frame) throws Unmappable {
      try {
        Optional<BigDecimal> number = seconds.read(frame);
        return number.map(value -> ZoneOffset.ofTotalSeconds(value.intValueExact()));
      } catch (Unmappable | DateTimeException | ArithmeticException e) {
        throw new Unmappable(Flaw.BAD_TIME, seconds.from().pointer(frame));
      }
    }
  }

  /**
   * What the wearer's clock shows less what the instant is. Clocks are set by hand: the difference
   * is rounded to a quarter of an hour, and one that no zone has tells nothing.
   *
   * @param wall gives a local time; an offset in it is ignored
   * @param instant the same moment
   */
  record Difference(Source wall, MomentRule instant) implements OffsetRule {
    private static final long QUARTER = 900;
    private static final long WESTMOST = -12L * 3600;
    private static final long EASTMOST = 14L * 3600;

    @Override
    public Optional<ZoneOffset> read(Frame frame) throws Unmappable {
      Optional<String> text = Texts.read(wall, frame);
      Optional<Moment> moment = instant.read(frame);
      if (text.isEmpty() || moment.isEmpty()) {
        return Optional.empty();
      }
      try {
        LocalDateTime shown = LocalDateTime.parse(text.get(), DateTimeFormatter.ISO_DATE_TIME);
        return offset(Duration.between(moment.get().instant(), shown.toInstant(ZoneOffset.UTC)));
      } catch (DateTimeException e) {
        throw new Unmappable(Flaw.BAD_TIME, wall.pointer(frame));
      }
    }

    private static Optional<ZoneOffset> offset(Duration difference) {
      long seconds = Math.floorDiv(difference.toSeconds() + QUARTER / 2, QUARTER) * QUARTER;
      return seconds < WESTMOST || seconds > EASTMOST
          ? Optional.empty()
          : Optional.of(ZoneOffset.ofTotalSeconds((int) seconds));
    }
  }
}

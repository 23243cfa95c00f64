package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.Optional;
import org.healthsync.spi.http.JsonView;

/**
 * Where the wearer's offset from UTC is.
 *
 * @param source gives it
 * @param format how it is written
 */
public record OffsetRule(Source source, Format format) {

  /** How an offset is written. */
  public enum Format {
    /** Seconds east of UTC. */
    SECONDS,
    /** Minutes east of UTC. */
    MINUTES,
    /** Milliseconds east of UTC. */
    MILLIS,
    /** Text such as {@code +05:45}. */
    TEXT
  }

  /** The offset; empty when it is absent. */
  Optional<ZoneOffset> read(Frame frame) throws Unmappable {
    JsonView view = source.read(frame);
    if (view.isAbsent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (format) {
            case TEXT -> ZoneOffset.of(view.text().orElse(""));
            case SECONDS -> seconds(view, BigDecimal.ONE);
            case MINUTES -> seconds(view, BigDecimal.valueOf(60));
            case MILLIS -> seconds(view, new BigDecimal("0.001"));
          });
    } catch (DateTimeException | ArithmeticException e) {
      throw new Unmappable(Flaw.BAD_TIME, source.pointer(frame));
    }
  }

  private static ZoneOffset seconds(JsonView view, BigDecimal factor) {
    BigDecimal number = view.decimal().orElseThrow(() -> new ArithmeticException("no number"));
    return ZoneOffset.ofTotalSeconds(number.multiply(factor).intValueExact());
  }
}

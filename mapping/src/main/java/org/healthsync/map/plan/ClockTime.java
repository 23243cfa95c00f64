package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.spi.http.JsonView;

/**
 * The seconds since midnight of a time of day that is written as text: {@code 23:14} or {@code
 * 00:03:53.5}.
 *
 * @param text gives the text
 */
public record ClockTime(Source text) implements Source {

  @Override
  public JsonView read(Frame frame) throws Unmappable {
    Optional<String> written = Texts.read(text, frame);
    if (written.isEmpty()) {
      return Json.MISSING;
    }
    try {
      long nanos = LocalTime.parse(written.get()).toNanoOfDay();
      return Json.number(BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString());
    } catch (DateTimeException e) {
      throw new Unmappable(Flaw.BAD_TIME, pointer(frame));
    }
  }

  @Override
  public String pointer(Frame frame) {
    return text.pointer(frame);
  }
}

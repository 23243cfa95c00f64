package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsync.map.json.Json;
import org.healthsync.spi.http.JsonView;

/**
 * The seconds of a length of time that is written as text: ISO 8601 ({@code PT41M10S}) or seconds
 * with their letter ({@code 2390s}, {@code -3.5s}), as protocol buffers write them.
 *
 * @param text gives the text
 */
public record Length(Source text) implements Source {

  private static final Pattern SECONDS = Pattern.compile("[-+]?[0-9]{1,12}(\\.[0-9]{1,9})?s");

  @Override
  public JsonView read(Frame frame) throws Unmappable {
    Optional<String> written = Texts.read(text, frame);
    if (written.isEmpty()) {
      return Json.MISSING;
    }
    try {
      return Json.number(seconds(written.get()).toPlainString());
    } catch (DateTimeException e) {
      throw new Unmappable(Flaw.BAD_TIME, pointer(frame));
    }
  }

  @Override
  public String pointer(Frame frame) {
    return text.pointer(frame);
  }

  private static BigDecimal seconds(String text) {
    if (SECONDS.matcher(text).matches()) {
      return new BigDecimal(text.substring(0, text.length() - 1));
    }
    Duration duration = Duration.parse(text);
    BigDecimal whole = BigDecimal.valueOf(duration.getSeconds());
    return duration.getNano() == 0
        ? whole
        : whole.add(BigDecimal.valueOf(duration.getNano(), 9)).stripTrailingZeros();
  }
}

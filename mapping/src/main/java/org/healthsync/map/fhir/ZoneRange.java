package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsync.map.fhir.Row.ComponentRow;
import org.healthsync.spi.reading.Header;
import org.jspecify.annotations.Nullable;

/**
 * Writes the limits of a heart rate zone beside the time in it: the qualifier {@code
 * <component>-range} of the reading, such as {@code 95..114}; either end may be missing.
 */
final class ZoneRange {

  private static final Pattern RANGE =
      Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3})?)?\\.\\.([0-9]{1,3}(?:\\.[0-9]{1,3})?)?");

  private final OwnNames names;
  private final Header header;

  ZoneRange(OwnNames names, Header header) {
    this.names = names;
    this.header = header;
  }

  void write(CanonicalJson json, ComponentRow row) {
    String text = row.zoneRange() ? header.qualifiers().get(row.type() + "-range") : null;
    if (text == null) {
      return;
    }
    Matcher range = RANGE.matcher(text);
    if (!range.matches() || text.equals("..")) {
      throw new UnrenderableException("bad-text", "the limits of a zone read 95..114");
    }
    String low = range.group(1);
    String high = range.group(2);
    if (low != null && high != null && new BigDecimal(low).compareTo(new BigDecimal(high)) > 0) {
      throw new UnrenderableException("out-of-range", "the limits of a zone are the wrong way");
    }
    json.array("extension").object();
    json.string("url", names.extension(OwnDefinitions.ZONE_RANGE)).object("valueRange");
    limit(json, "low", low);
    limit(json, "high", high);
    json.end().end().endArray();
  }

  private static void limit(CanonicalJson json, String element, @Nullable String number) {
    if (number != null) {
      json.object(element).decimal("value", new BigDecimal(number)).string("unit", "beats/minute");
      json.string("system", Vocabularies.UCUM).string("code", "/min").end();
    }
  }
}

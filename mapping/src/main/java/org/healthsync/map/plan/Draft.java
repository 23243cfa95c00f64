package org.healthsync.map.plan;

import java.util.Optional;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.ReadingSink;
import org.healthsync.spi.reading.Timing;
import org.jspecify.annotations.Nullable;

/**
 * A reading in the making.
 *
 * @param type reading type
 * @param key gives the source key
 * @param frame current elements
 * @param facts what is known of it
 * @param sink takes the reading and problems of its parts
 */
record Draft(String type, Source key, Frame frame, Facts facts, ReadingSink sink) {

  /** The header, with the time that the rules told. */
  Header header() throws Unmappable {
    Timing timing = facts.timing();
    if (timing == null) {
      throw new Unmappable(Flaw.MISSING_TIME, key.pointer(frame));
    }
    return header(timing);
  }

  /** The header with a time of its own. */
  Header header(Timing timing) throws Unmappable {
    return new Header(
        type,
        sourceKey(),
        timing,
        facts.device(),
        facts.method(),
        facts.modified(),
        facts.preliminary(),
        facts.qualifiers());
  }

  private String sourceKey() throws Unmappable {
    Optional<String> text = Texts.read(key, frame);
    if (text.isEmpty()) {
      throw new Unmappable(Flaw.MISSING_KEY, key.pointer(frame));
    }
    if (text.get().length() > Header.MAX_SOURCE_KEY) {
      throw new Unmappable(Flaw.BAD_KEY, key.pointer(frame));
    }
    return text.get();
  }

  /** Hands a reading on, with what was left out of its header. */
  void emit(Reading reading) {
    facts.flaws().forEach(this::problem);
    sink.reading(reading);
  }

  /** Reports a flaw of the reading or of one of its parts. */
  void problem(Unmappable flaw) {
    sink.problem(flaw.problem(type, keyIfKnown()));
  }

  private @Nullable String keyIfKnown() {
    try {
      return sourceKey();
    } catch (Unmappable e) {
      return null;
    }
  }
}

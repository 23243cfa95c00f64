package org.healthsync.map.plan;

import java.util.Optional;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/**
 * A code.
 *
 * @param system which code system: {@code provider}, {@code wearable-measure} or a URI
 * @param code gives the code
 * @param text gives what the provider shows, or null
 */
public record ConceptRule(String system, Source code, @Nullable Source text)
    implements ComponentRule.ValueRule {

  /**
   * The code; empty when it is absent.
   *
   * @throws Unmappable when the value is there and a lookup table does not know it
   */
  @Override
  public Optional<Value.Concept> read(Frame frame) throws Unmappable {
    Optional<String> found = Texts.read(code, frame);
    if (found.isEmpty() && code instanceof Sources.Lookup lookup) {
      if (!lookup.of().read(frame).isAbsent()) {
        throw new Unmappable(Flaw.UNKNOWN_CODE, code.pointer(frame));
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String shown = text == null ? null : Texts.read(text, frame).orElse(null);
    return Optional.of(new Value.Concept(system, found.get(), shown));
  }

  @Override
  public String pointer(Frame frame) {
    return code.pointer(frame);
  }
}

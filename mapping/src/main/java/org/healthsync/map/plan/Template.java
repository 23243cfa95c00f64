package org.healthsync.map.plan;

import java.util.List;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.spi.http.JsonView;

/**
 * A text made of constants and values: {@code {group.grpid}/{measure.type}}. Missing when one of
 * its values is.
 *
 * @param parts in order; constants among them
 */
public record Template(List<Source> parts) implements Source {

  /** Copies the parts. */
  public Template {
    parts = List.copyOf(parts);
  }

  @Override
  public JsonView read(Frame frame) throws Unmappable {
    StringBuilder text = new StringBuilder();
    for (Source part : parts) {
      Optional<String> value = Texts.read(part, frame);
      if (value.isEmpty()) {
        return Json.MISSING;
      }
      text.append(value.get());
    }
    return Json.text(text.toString());
  }

  /** The place of the first value that is missing, else of the first value. */
  @Override
  public String pointer(Frame frame) {
    for (Source part : parts) {
      try {
        if (Texts.read(part, frame).isEmpty()) {
          return part.pointer(frame);
        }
      } catch (Unmappable e) {
        return part.pointer(frame);
      }
    }
    return parts.stream()
        .map(part -> part.pointer(frame))
        .filter(pointer -> !pointer.isEmpty())
        .findFirst()
        .orElse("");
  }
}

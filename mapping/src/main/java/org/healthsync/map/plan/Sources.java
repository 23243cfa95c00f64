package org.healthsync.map.plan;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthsync.map.json.Json;
import org.healthsync.spi.http.JsonView;
import org.jspecify.annotations.Nullable;

/** The sources beside paths, texts and expressions. */
public final class Sources {

  private Sources() {}

  /** The same value for every page. */
  public record Constant(JsonView value) implements Source {
    @Override
    public JsonView read(Frame frame) {
      return value;
    }

    @Override
    public String pointer(Frame frame) {
      return "";
    }
  }

  /**
   * The parts of a text, for lists that providers write as one: {@code 61,,62} or one character for
   * every five minutes. Empty parts and {@code null} are absent values.
   *
   * @param of gives the text
   * @param separator what is between the parts; empty for single characters
   */
  public record Split(Source of, String separator) implements Source {
    @Override
    public JsonView read(Frame frame) throws Unmappable {
      JsonView view = of.read(frame);
      if (view.isAbsent()) {
        return Json.MISSING;
      }
      String text =
          view.text().orElseThrow(() -> new Unmappable(Flaw.UNEXPECTED_SHAPE, pointer(frame)));
      if (text.isBlank()) {
        return Json.MISSING;
      }
      return Json.array(
          Stream.of(text.split(Pattern.quote(separator), -1)).map(Split::part).toList());
    }

    @Override
    public String pointer(Frame frame) {
      return of.pointer(frame);
    }

    private static JsonView part(String part) {
      String bare = part.strip();
      return bare.isEmpty() || bare.equals("null") ? Json.NULL : Json.text(bare);
    }
  }

  /** The name under which the current element of a loop is found in its object or array. */
  public record KeyOf(int slot) implements Source {
    @Override
    public JsonView read(Frame frame) {
      return frame.key(slot);
    }

    @Override
    public String pointer(Frame frame) {
      return frame.pointer(slot);
    }
  }

  /** The first that is neither absent nor null. */
  public record FirstOf(List<Source> choices) implements Source {
    /** Copies the choices and demands one. */
    public FirstOf {
      choices = List.copyOf(choices);
      if (choices.isEmpty()) {
        throw new IllegalArgumentException("a fallback needs a choice");
      }
    }

    @Override
    public JsonView read(Frame frame) throws Unmappable {
      for (Source choice : choices) {
        JsonView value = choice.read(frame);
        if (!value.isAbsent()) {
          return value;
        }
      }
      return Json.MISSING;
    }

    @Override
    public String pointer(Frame frame) {
      return choices.get(0).pointer(frame);
    }
  }

  /**
   * What a table has for a value.
   *
   * @param table by the text of the value
   * @param otherwise for absent and unknown values; missing when null
   */
  public record Lookup(Source of, Map<String, JsonView> table, @Nullable JsonView otherwise)
      implements Source {
    /** Copies the table. */
    public Lookup {
      table = Map.copyOf(table);
    }

    @Override
    public JsonView read(Frame frame) throws Unmappable {
      JsonView found = table.get(of.read(frame).text().orElse(""));
      if (found != null) {
        return found;
      }
      return otherwise == null ? Json.MISSING : otherwise;
    }

    @Override
    public String pointer(Frame frame) {
      return of.pointer(frame);
    }
  }
}

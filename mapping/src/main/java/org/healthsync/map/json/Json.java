package org.healthsync.map.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsync.spi.http.JsonView;
import org.jspecify.annotations.Nullable;

/** Immutable JSON values. Looking into what has no parts gives {@link #MISSING}. */
public abstract class Json implements JsonView {

  /** Not there. */
  public static final JsonView MISSING = new Literal(Kind.MISSING, null);

  /** The literal null. */
  public static final JsonView NULL = new Literal(Kind.NULL, null);

  /** The literal true. */
  public static final JsonView TRUE = new Literal(Kind.TRUTH, true);

  /** The literal false. */
  public static final JsonView FALSE = new Literal(Kind.TRUTH, false);

  private final Kind kind;

  private Json(Kind kind) {
    this.kind = kind;
  }

  /** A string. */
  public static JsonView text(String text) {
    return new Text(Kind.TEXT, text);
  }

  /** A number as written; text that is no number gives a value without a decimal. */
  public static JsonView number(String asWritten) {
    return new Text(Kind.NUMBER, asWritten);
  }

  /** Wraps {@code members}, which must not change any more. */
  public static JsonView object(Map<String, JsonView> members) {
    return new ObjectValue(Collections.unmodifiableMap(members));
  }

  /** Wraps {@code elements}, which must not change any more. */
  public static JsonView array(List<JsonView> elements) {
    return new ArrayValue(Collections.unmodifiableList(elements));
  }

  @Override
  public final Kind kind() {
    return kind;
  }

  @Override
  public JsonView get(String name) {
    return MISSING;
  }

  @Override
  public JsonView get(int index) {
    return MISSING;
  }

  @Override
  public JsonView at(String pointer) {
    return JsonPointers.find(this, pointer);
  }

  @Override
  public List<JsonView> elements() {
    return List.of();
  }

  @Override
  public Map<String, JsonView> members() {
    return Map.of();
  }

  @Override
  public Optional<String> text() {
    return Optional.empty();
  }

  @Override
  public Optional<BigDecimal> decimal() {
    return Optional.empty();
  }

  @Override
  public OptionalLong integer() {
    return OptionalLong.empty();
  }

  @Override
  public Optional<Boolean> truth() {
    return Optional.empty();
  }

  /** Shows the kind only: content is health data. */
  @Override
  public final String toString() {
    return "Json[" + kind + "]";
  }

  private static final class ObjectValue extends Json {

    private final Map<String, JsonView> members;

    ObjectValue(Map<String, JsonView> members) {
      super(Kind.OBJECT);
      this.members = members;
    }

    @Override
    public JsonView get(String name) {
      return members.getOrDefault(name, MISSING);
    }

    @Override
    public Map<String, JsonView> members() {
      return members;
    }
  }

  private static final class ArrayValue extends Json {

    private final List<JsonView> elements;

    ArrayValue(List<JsonView> elements) {
      super(Kind.ARRAY);
      this.elements = elements;
    }

    @Override
    public JsonView get(int index) {
      return index >= 0 && index < elements.size() ? elements.get(index) : MISSING;
    }

    @Override
    public List<JsonView> elements() {
      return elements;
    }
  }

  /** A string or a number, which differ in their kind only. */
  private static final class Text extends Json {

    private final String text;

    Text(Kind kind, String text) {
      super(kind);
      this.text = text;
    }

    @Override
    public Optional<String> text() {
      return Optional.of(text);
    }

    @Override
    public Optional<BigDecimal> decimal() {
      return ExactNumber.decimal(text);
    }

    @Override
    public OptionalLong integer() {
      return ExactNumber.integer(text);
    }

    @Override
    public Optional<Boolean> truth() {
      return switch (text) {
        case "1" -> Optional.of(true);
        case "0" -> Optional.of(false);
        default -> Optional.empty();
      };
    }
  }

  private static final class Literal extends Json {

    private final Optional<Boolean> truth;

    Literal(Kind kind, @Nullable Boolean truth) {
      super(kind);
      this.truth = Optional.ofNullable(truth);
    }

    @Override
    public Optional<String> text() {
      return truth.map(String::valueOf);
    }

    @Override
    public Optional<Boolean> truth() {
      return truth;
    }
  }
}

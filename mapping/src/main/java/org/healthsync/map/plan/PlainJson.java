package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.healthsync.map.json.Json;
import org.healthsync.spi.http.JsonView;
import org.jspecify.annotations.Nullable;

/** JSON as the maps, lists, strings and numbers that the expression engine works on. */
final class PlainJson {

  private PlainJson() {}

  /** Whole numbers as Long, others as BigDecimal with all digits; absurd ones as text. */
  static @Nullable Object plain(JsonView view) {
    return switch (view.kind()) {
      case OBJECT -> map(view);
      case ARRAY -> list(view);
      case TEXT -> view.text().orElseThrow();
      case NUMBER -> number(view);
      case TRUTH -> view.truth().orElseThrow();
      case NULL, MISSING -> null;
    };
  }

  private static Map<String, @Nullable Object> map(JsonView view) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    view.members().forEach((name, member) -> map.put(name, plain(member)));
    return map;
  }

  private static List<@Nullable Object> list(JsonView view) {
    List<@Nullable Object> list = new ArrayList<>();
    view.elements().forEach(element -> list.add(plain(element)));
    return list;
  }

  private static Object number(JsonView view) {
    String text = view.text().orElseThrow();
    OptionalLong whole = view.integer();
    if (whole.isPresent() && Long.toString(whole.getAsLong()).equals(text)) {
      return whole.getAsLong();
    }
    return view.decimal().<Object>map(number -> number).orElse(text);
  }

  /** The way back. A Double keeps the marks of floating point: see {@link Expression}. */
  static JsonView json(@Nullable Object plain) {
    if (plain == null) {
      return Json.MISSING;
    }
    if (plain instanceof Map<?, ?> map) {
      Map<String, JsonView> members = new LinkedHashMap<>();
      map.forEach((name, value) -> members.put(String.valueOf(name), json(value)));
      return Json.object(members);
    }
    if (plain instanceof List<?> list) {
      List<JsonView> elements = new ArrayList<>();
      list.forEach(element -> elements.add(json(element)));
      return Json.array(elements);
    }
    if (plain instanceof Boolean truth) {
      return truth ? Json.TRUE : Json.FALSE;
    }
    return plain instanceof Number number
        ? Json.number(digits(number))
        : Json.text(plain.toString());
  }

  private static String digits(Number number) {
    return number instanceof BigDecimal decimal ? decimal.toString() : number.toString();
  }
}

package org.healthsync.map.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.map.json.Json;
import org.healthsync.spi.http.JsonView;
import org.jspecify.annotations.Nullable;

/** JSON as the maps, lists, strings and numbers that the expression engine works on. */
final class PlainJson {

  private PlainJson() {}

  /**
   * Numbers as BigDecimal with all digits, so that any other kind of number in a result is known to
   * come from the engine's own arithmetic; absurd ones as text.
   */
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
    return view.decimal().<Object>map(number -> number).orElse(view.text().orElseThrow());
  }

  /** The way back. Numbers have been checked by {@link Expression}. */
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
        ? Json.number(number.toString())
        : Json.text(plain.toString());
  }
}

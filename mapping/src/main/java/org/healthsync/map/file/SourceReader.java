package org.healthsync.map.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.Expression;
import org.healthsync.map.plan.Path;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;
import org.healthsync.map.plan.Template;
import org.healthsync.spi.http.JsonView;

/**
 * Reads sources: a path, a text with {@code {paths}} in it, a list of fallbacks, or a map with
 * {@code const}, {@code first}, {@code lookup} or {@code expr}.
 */
final class SourceReader {

  private static final Source NOTHING = new Sources.Constant(Json.MISSING);
  private static final Pattern IMPURE =
      Pattern.compile("\\$(" + String.join("|", Expression.IMPURE) + ")\\b");
  private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");

  private final Map<String, Map<String, JsonView>> tables = new HashMap<>();

  /** Tables that lookups name. */
  void tables(Entry entry) {
    entry.entries().forEach((name, table) -> tables.put(name, table(table)));
  }

  Source source(Entry entry, Scope scope) {
    if (entry.isList()) {
      return firstOf(entry, scope);
    }
    if (entry.isMap()) {
      return special(entry, scope);
    }
    String text = entry.text();
    return text.indexOf('{') < 0 ? parsed(entry, text, scope) : template(entry, scope);
  }

  /** A path and nothing else, for lists. */
  Path path(Entry entry, String text, Scope scope) {
    try {
      return PathReader.path(text, scope);
    } catch (IllegalArgumentException e) {
      entry.mistake(String.valueOf(e.getMessage()));
      return new Path(0, List.of());
    }
  }

  /** Text with paths in braces; a text without any is a constant. */
  Source template(Entry entry, Scope scope) {
    String text = entry.text();
    List<Source> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      if (open >= 0 && close < 0) {
        entry.mistake("a '{' is not closed");
        return NOTHING;
      }
      if (open != at) {
        parts.add(constant(text.substring(at, open < 0 ? text.length() : open)));
      }
      if (open >= 0) {
        parts.add(parsed(entry, text.substring(open + 1, close), scope));
      }
      at = open < 0 ? text.length() : close + 1;
    }
    return parts.size() == 1 ? parts.get(0) : new Template(parts);
  }

  private Source parsed(Entry entry, String text, Scope scope) {
    try {
      return PathReader.source(text, scope);
    } catch (IllegalArgumentException e) {
      entry.mistake(String.valueOf(e.getMessage()));
      return NOTHING;
    }
  }

  private Source firstOf(Entry entry, Scope scope) {
    List<Source> choices = entry.items().stream().map(item -> source(item, scope)).toList();
    if (choices.isEmpty()) {
      entry.mistake("needs at least one choice");
      return NOTHING;
    }
    return new Sources.FirstOf(choices);
  }

  private Source special(Entry entry, Scope scope) {
    Section section = new Section(entry);
    Optional<Entry> constant = section.find("const");
    Optional<Entry> first = section.find("first");
    Optional<Entry> expression = section.find("expr");
    Source source;
    if (constant.isPresent()) {
      source = constant(constant.get().text());
    } else if (first.isPresent()) {
      source = firstOf(first.get(), scope);
    } else if (expression.isPresent()) {
      source = expression(expression.get(), scope);
    } else {
      source = lookup(section, scope);
    }
    section.close();
    return source;
  }

  private Source lookup(Section section, Scope scope) {
    Optional<Entry> table = section.find("lookup");
    if (table.isEmpty()) {
      section.self().mistake("needs one of const, first, lookup, expr");
      return NOTHING;
    }
    Source of = section.require("of").map(entry -> source(entry, scope)).orElse(NOTHING);
    JsonView otherwise = section.find("otherwise").map(e -> Json.text(e.text())).orElse(null);
    return new Sources.Lookup(of, named(table.get()), otherwise);
  }

  private Map<String, JsonView> named(Entry entry) {
    if (entry.isMap()) {
      return table(entry);
    }
    Map<String, JsonView> table = tables.get(entry.text());
    if (table == null) {
      String hint = NearestName.hint(entry.text(), tables.keySet());
      entry.mistake("unknown table '" + entry.text() + "'; " + hint + "write it under 'tables'");
      return Map.of();
    }
    return table;
  }

  private static Map<String, JsonView> table(Entry entry) {
    Map<String, JsonView> table = new HashMap<>();
    entry.entries().forEach((key, value) -> table.put(key, Json.text(value.text())));
    return table;
  }

  private static Source expression(Entry entry, Scope scope) {
    String text = entry.text();
    Matcher impure = IMPURE.matcher(text);
    if (impure.find()) {
      entry.mistake("$" + impure.group(1) + " is not pure: the same page must always map alike");
      return NOTHING;
    }
    Map<String, Integer> used = new HashMap<>();
    Matcher names = VARIABLE.matcher(text);
    while (names.find()) {
      Integer slot = scope.variables().get(names.group(1));
      if (slot != null) {
        used.put(names.group(1), slot);
      }
    }
    try {
      return new Expression(text, used, scope.innermost());
    } catch (IllegalArgumentException e) {
      entry.mistake(String.valueOf(e.getMessage()));
      return NOTHING;
    }
  }

  private static Source constant(String text) {
    return new Sources.Constant(Json.text(text));
  }
}

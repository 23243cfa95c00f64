package org.healthsync.map.fhir;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.healthsync.map.fhir.Row.Chunk;
import org.healthsync.map.fhir.Row.Coding;
import org.healthsync.map.fhir.Row.Kind;
import org.healthsync.map.fhir.Row.Sampling;
import org.healthsync.map.fhir.Row.ValueRule;
import org.jspecify.annotations.Nullable;

/** Reads how a value is written. */
final class ValueReader {

  private static final Set<String> KEYS =
      Set.of(
          "quantity",
          "rate",
          "sampled",
          "coded",
          "date",
          "stages",
          "document",
          "text",
          "same-as",
          "provider-prefix",
          "open",
          "chunk",
          "grid",
          "plausible",
          "possible");

  private ValueReader() {}

  static ValueRule value(TableNode node) {
    node.only(KEYS);
    Kind kind = kind(node);
    String unit = kind.hasUnit() ? node.text(key(kind)) : "";
    if (kind.hasUnit() && !Units.isValid(unit)) {
      node.mistake("'" + unit + "' is not a UCUM unit");
    }
    String text = node.optionalText("text");
    return new ValueRule(
        kind,
        unit,
        text == null ? unit : text,
        sameAs(node),
        new Coding(
            node.has("provider-prefix") ? node.text("provider-prefix") : "", node.flag("open")),
        new Sampling(node.choice("chunk", Chunk.class, Chunk.NONE), grid(node)),
        node.range("plausible"),
        node.range("possible"));
  }

  private static Kind kind(TableNode node) {
    Set<String> kinds = new LinkedHashSet<>();
    Kind kind = Kind.QUANTITY;
    for (Kind candidate : Kind.values()) {
      if (node.has(key(candidate))) {
        kinds.add(key(candidate));
        kind = candidate;
      }
    }
    if (kinds.size() != 1) {
      node.mistake(
          "a value is one of quantity, rate, sampled, coded, date, stages, document, not " + kinds);
    }
    return kind;
  }

  private static @Nullable Duration grid(TableNode node) {
    String text = node.optionalText("grid");
    try {
      Duration grid = text == null ? null : Duration.parse(text);
      if (grid == null || grid.toMillis() > 0) {
        return grid;
      }
    } catch (DateTimeParseException e) {
      // told below, as a grid of no length is
    }
    node.mistakeAt("grid", "'grid' is a duration such as PT5S");
    return null;
  }

  private static Set<String> sameAs(TableNode node) {
    Set<String> units = new LinkedHashSet<>(node.texts("same-as"));
    for (String unit : units) {
      if (!Units.isValid(unit)) {
        node.mistakeAt("same-as", "'" + unit + "' is not a UCUM unit");
      }
    }
    return Set.copyOf(units);
  }

  private static String key(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}

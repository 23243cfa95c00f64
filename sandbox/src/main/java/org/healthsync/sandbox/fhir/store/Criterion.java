package org.healthsync.sandbox.fhir.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Turns one query parameter into a test of a version: any of its comma separated values. */
final class Criterion {

  private Criterion() {}

  static Predicate<StoredVersion> of(SearchParameter parameter, String values) {
    return any(
        values,
        value ->
            switch (parameter.kind()) {
              case TOKEN -> token(parameter, value);
              case REFERENCE -> reference(parameter, value);
              case DATE -> date(value, version -> version.index().times(parameter));
            });
  }

  static Predicate<StoredVersion> id(String values) {
    return any(
        values,
        value -> version -> version.key().id().equals(value.substring(value.indexOf('/') + 1)));
  }

  static Predicate<StoredVersion> lastUpdated(String values) {
    return any(
        values,
        value ->
            date(
                value,
                v -> List.of(new TimeRange(v.lastUpdated(), v.lastUpdated().plusMillis(1)))));
  }

  /** The key that a reference value names, whether it is an id, relative or absolute. */
  static ResourceKey referred(SearchParameter parameter, String value) {
    String[] parts = value.split("/", -1);
    String type = parts.length > 1 ? parts[parts.length - 2] : "Patient";
    if (parts.length == 1 && parameter == SearchParameter.DEVICE) {
      type = "Device";
    }
    return new ResourceKey(type, parts[parts.length - 1]);
  }

  private static Predicate<StoredVersion> token(SearchParameter parameter, String value) {
    int bar = value.indexOf('|');
    String code = value.substring(bar + 1);
    String system = bar < 0 ? "" : value.substring(0, bar);
    Predicate<Token> sameCode = token -> code.isEmpty() || code.equals(token.value());
    Predicate<Token> sameSystem =
        token -> bar < 0 || (bar == 0 ? token.system() == null : system.equals(token.system()));
    return v -> v.index().tokens(parameter).stream().anyMatch(sameCode.and(sameSystem));
  }

  private static Predicate<StoredVersion> reference(SearchParameter parameter, String value) {
    if (!value.contains("/") && parameter == SearchParameter.TARGET) {
      return v -> v.index().references(parameter).stream().anyMatch(k -> k.id().equals(value));
    }
    ResourceKey key = referred(parameter, value);
    return v -> v.index().references(parameter).contains(key);
  }

  private static Predicate<StoredVersion> date(String value, TimesOf times) {
    boolean prefixed = value.length() > 2 && Character.isLetter(value.charAt(0));
    TimeRange.Comparison comparison =
        prefixed
            ? TimeRange.Comparison.valueOf(value.substring(0, 2).toUpperCase(Locale.ROOT))
            : TimeRange.Comparison.EQ;
    TimeRange searched = TimeRange.parse(prefixed ? value.substring(2) : value);
    return v -> times.of(v).stream().anyMatch(time -> time.satisfies(comparison, searched));
  }

  private static Predicate<StoredVersion> any(String values, ValueTest test) {
    List<Predicate<StoredVersion>> tests = new ArrayList<>();
    for (String value : values.split(",", -1)) {
      tests.add(test.of(value));
    }
    return version -> tests.stream().anyMatch(t -> t.test(version));
  }

  /** The times of a version that a date parameter looks at. */
  private interface TimesOf {
    List<TimeRange> of(StoredVersion version);
  }

  /** Makes the test for one value. */
  private interface ValueTest {
    Predicate<StoredVersion> of(String value);
  }
}

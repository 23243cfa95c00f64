package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one reading type becomes an Observation.
 *
 * @param type the reading type
 * @param category code of observation-category
 * @param name text for people, becomes {@code code.text}
 * @param codes codings of {@code Observation.code}, the standard one first
 * @param value rule for the value, or null for panels
 * @param profile id of a core profile that holds when the reading has an instant, or null
 * @param day how a value of a civil day is dated
 * @param kind component that takes a session's kind, or null for the value of the Observation
 * @param bodySiteRequired whether the type means nothing without its body site
 * @param techniques codings added to the code when the technique is known
 * @param components by component type, in the order in which they are written
 */
record Row(
    String type,
    String category,
    String name,
    List<CodeRef> codes,
    @Nullable ValueRule value,
    @Nullable String profile,
    Day day,
    @Nullable String kind,
    boolean bodySiteRequired,
    Map<String, List<CodeRef>> techniques,
    Map<String, ComponentRow> components) {

  /** How a value that belongs to a civil day is dated. */
  enum Day {
    /** As a date: right for statistics, needs no zone. */
    DATE,
    /** As the period from midnight to midnight where the zone is known, else as a date. */
    PERIOD
  }

  /**
   * A component.
   *
   * @param type the component type
   * @param name text for people
   * @param codes codings, the standard one first
   * @param value rule for the value
   * @param required whether a resource without it is invalid
   */
  record ComponentRow(
      String type, String name, List<CodeRef> codes, ValueRule value, boolean required) {}

  /**
   * A coding of the table.
   *
   * @param vocabulary whose code it is
   * @param code the code
   * @param display official text, or null
   */
  record CodeRef(Vocabulary vocabulary, String code, @Nullable String display) {}

  /** Whose codes a row may use. */
  enum Vocabulary {
    /** LOINC. */
    LOINC,
    /** ISO/IEEE 11073-10101. */
    MDC,
    /** Our own measures. */
    OWN,
    /** The provider's own codes. */
    PROVIDER
  }

  /** How a value is written. */
  enum Kind {
    /** A number with a unit. */
    QUANTITY,
    /** Samples. */
    SAMPLED,
    /** A code. */
    CODED,
    /** The stages of a session as samples. */
    STAGES
  }

  /**
   * How a value is written.
   *
   * @param kind the FHIR type
   * @param unit UCUM unit that is sent; empty for codes
   * @param unitText the unit for people
   * @param sameAs units whose numbers mean the same here, such as {@code 1} for {@code /d} of a day
   * @param providerPrefix what the provider's own codes begin with; empty for none
   * @param plausible range outside of which the value is tagged
   * @param possible range outside of which it is no measurement
   */
  record ValueRule(
      Kind kind,
      String unit,
      String unitText,
      Set<String> sameAs,
      String providerPrefix,
      Range plausible,
      Range possible) {}

  /**
   * A range, both ends included; null is open.
   *
   * @param min lower end
   * @param max upper end
   */
  record Range(@Nullable BigDecimal min, @Nullable BigDecimal max) {

    static final Range OPEN = new Range(null, null);

    boolean contains(BigDecimal number) {
      return (min == null || number.compareTo(min) >= 0)
          && (max == null || number.compareTo(max) <= 0);
    }
  }
}

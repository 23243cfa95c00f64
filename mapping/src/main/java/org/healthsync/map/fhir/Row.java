package org.healthsync.map.fhir;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one reading type becomes a resource.
 *
 * @param type the reading type
 * @param resource what it becomes
 * @param about what it is about
 * @param times which times it may have
 * @param value rule for the value, or null when the components say all
 * @param components by component type, in the order in which they are written
 * @param structure how the parts of the reading are arranged
 * @param byUnit rows that differ by the unit of the reading; empty when all units are one row
 */
record Row(
    String type,
    Resource resource,
    About about,
    Times times,
    @Nullable ValueRule value,
    Map<String, ComponentRow> components,
    Structure structure,
    Map<String, Row> byUnit) {

  /** The resources that a reading can become. */
  enum Resource {
    /** A measurement. */
    OBSERVATION("Observation", "final"),
    /** A dose that was given. */
    MEDICATION_ADMINISTRATION("MedicationAdministration", "completed"),
    /** Something eaten or drunk. */
    NUTRITION_INTAKE("NutritionIntake", "completed"),
    /** A file. */
    DOCUMENT_REFERENCE("DocumentReference", "current");

    private final String fhirType;
    private final String status;

    Resource(String fhirType, String status) {
      this.fhirType = fhirType;
      this.status = status;
    }

    String fhirType() {
      return fhirType;
    }

    /** The status of one that is complete. */
    String status() {
      return status;
    }
  }

  /**
   * What a row is about.
   *
   * @param category code of observation-category; null for what is no Observation
   * @param name text for people, becomes {@code code.text}
   * @param codes codings of the code, the standard one first
   * @param techniques codings added to the code when the technique is known
   * @param bodySiteRequired whether the type means nothing without its body site
   * @param profile id of a core profile that holds when the reading has an instant or a date
   */
  record About(
      @Nullable String category,
      String name,
      List<CodeRef> codes,
      Map<String, List<CodeRef>> techniques,
      boolean bodySiteRequired,
      @Nullable String profile) {}

  /**
   * Which times a type may have.
   *
   * @param forms at least one
   * @param day how a value of a civil day is dated
   */
  record Times(Set<Form> forms, Day day) {}

  /** Forms of time. */
  enum Form {
    /** One instant. */
    INSTANT,
    /** A period. */
    PERIOD,
    /** A civil day. */
    DAY
  }

  /** How a value that belongs to a civil day is dated. */
  enum Day {
    /** As a date: right for statistics, needs no zone. */
    DATE,
    /** As the period from midnight to midnight where the zone is known, else as a date. */
    PERIOD
  }

  /**
   * How the parts of a reading are arranged.
   *
   * @param kind component that takes a session's kind, or null for the value of the Observation
   * @param main component that is the value of the Observation itself, or null
   * @param stages how the stages of a session are written
   * @param members types whose resources the Observation lists when one page brings both
   */
  record Structure(
      @Nullable String kind, @Nullable String main, StageForm stages, Set<String> members) {}

  /** How the stages of a session are written. */
  enum StageForm {
    /** As samples of the session. */
    SAMPLED,
    /** As an Observation for each stage, which the session lists. */
    SEGMENTS
  }

  /**
   * A component.
   *
   * @param type the component type
   * @param name text for people
   * @param codes codings, the standard one first
   * @param value rule for the value
   * @param required whether a resource without it is invalid
   * @param zoneRange whether the qualifier {@code <type>-range} tells its limits
   */
  record ComponentRow(
      String type,
      String name,
      List<CodeRef> codes,
      ValueRule value,
      boolean required,
      boolean zoneRange) {}

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
    /** LOINC, with its answer codes. */
    LOINC,
    /** ISO/IEEE 11073-10101. */
    MDC,
    /** WHO's classification of drugs. */
    ATC,
    /** SNOMED CT, which needs a licence in many countries: none is shipped. */
    SNOMED,
    /** Our own measures. */
    OWN,
    /** The provider's own codes. */
    PROVIDER
  }

  /** How a value is written. */
  enum Kind {
    /** A number with a unit. */
    QUANTITY,
    /** A number with a unit by time, of a drug. */
    RATE,
    /** Samples. */
    SAMPLED,
    /** A code. */
    CODED,
    /** A date. */
    DATE,
    /** The stages of a session as samples. */
    STAGES,
    /** A file. */
    DOCUMENT;

    boolean hasUnit() {
      return this == QUANTITY || this == RATE || this == SAMPLED || this == STAGES;
    }
  }

  /**
   * How a value is written.
   *
   * @param kind the FHIR type
   * @param unit UCUM unit that is sent; empty for codes, dates and files
   * @param unitText the unit for people
   * @param sameAs units whose numbers mean the same here, such as {@code 1} for {@code /d} of a day
   * @param coding for codes
   * @param sampling for samples
   * @param plausible range outside of which the value is tagged
   * @param possible range outside of which it is no measurement
   */
  record ValueRule(
      Kind kind,
      String unit,
      String unitText,
      Set<String> sameAs,
      Coding coding,
      Sampling sampling,
      Range plausible,
      Range possible) {}

  /**
   * How codes are written.
   *
   * @param providerPrefix what the provider's own codes begin with; empty for none
   * @param open whether the provider's codes are without end, as foods are: one that is not defined
   *     is sent as text only
   */
  record Coding(String providerPrefix, boolean open) {}

  /**
   * How samples are laid out.
   *
   * @param chunk what a series is cut into
   * @param grid grid that is tried when the reading names none, or null
   */
  record Sampling(Chunk chunk, @Nullable Duration grid) {}

  /** What a series is cut into. */
  enum Chunk {
    /** One resource for the reading, as the provider's mapping cut it. */
    NONE,
    /** One for each hour of UTC. */
    HOUR,
    /** One for each day of the person. */
    DAY
  }
}

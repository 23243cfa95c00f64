package org.healthsync.sandbox.fhir.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r5.model.BaseDateTimeType;
import org.hl7.fhir.r5.model.Period;
import org.hl7.fhir.r5.model.Quantity;
import org.hl7.fhir.r5.model.SampledData;

/**
 * The cheap part of validation, on the elements of any type: required elements, formats of times,
 * quantities that say what they measure. Enumerated codes and unknown elements are refused by
 * strict parsing before.
 */
final class StructureCheck {

  private static final String DATE = "\\d{4}(-\\d{2}(-\\d{2})?)?";
  private static final String TIME =
      "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})";

  /** Formats of the R5 primitive types, by type name. */
  private static final Map<String, Pattern> TIMES =
      Map.of(
          "date", Pattern.compile(DATE),
          "instant", Pattern.compile(TIME),
          "dateTime", Pattern.compile(DATE + "|" + TIME));

  /** UCUM, SNOMED CT, currencies and the absence of a value inside of one. */
  private static final Set<String> UNIT_SYSTEMS =
      Set.of("http://unitsofmeasure.org", "http://snomed.info/sct", "urn:iso:std:iso:4217");

  private static final String DATA_ABSENT_REASON =
      "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  List<Issue> check(Anatomy anatomy) {
    List<Issue> issues = new ArrayList<>();
    anatomy.missing().forEach(p -> issues.add(new Issue(p, "is required and not there")));
    anatomy.nodes().forEach(node -> checkElement(node, issues));
    return issues;
  }

  private static void checkElement(Anatomy.Node node, List<Issue> issues) {
    IBase element = node.element();
    if (element instanceof BaseDateTimeType time) {
      checkTime(node, time, issues);
    } else if (element instanceof Quantity quantity) {
      checkQuantity(node, quantity, issues);
    } else if (element instanceof Period period) {
      checkPeriod(node, period, issues);
    } else if (element instanceof SampledData data && data.hasInterval() == data.hasOffsets()) {
      issues.add(new Issue(node.path(), "has exactly one of interval and offsets (sdd-1)"));
    }
  }

  private static void checkTime(Anatomy.Node node, BaseDateTimeType time, List<Issue> issues) {
    Pattern format = TIMES.get(time.fhirType());
    if (time.hasValue() && format != null && !format.matcher(time.getValueAsString()).matches()) {
      issues.add(
          new Issue(
              node.path(), "is not a " + time.fhirType() + "; a time has seconds and an offset"));
    }
  }

  private static void checkQuantity(Anatomy.Node node, Quantity quantity, List<Issue> issues) {
    if (!quantity.hasValue()
        && !quantity.hasExtension(DATA_ABSENT_REASON)
        && !quantity.getValueElement().hasExtension(DATA_ABSENT_REASON)) {
      issues.add(new Issue(node.path(), "has neither a value nor a reason why there is none"));
    }
    if (quantity.hasCode() && !quantity.hasSystem()) {
      issues.add(new Issue(node.path(), "has a unit code without its system (qty-3)"));
    }
    if (quantity.hasSystem() && !UNIT_SYSTEMS.contains(quantity.getSystem())) {
      issues.add(new Issue(node.path() + ".system", "is not a known system of units"));
    }
  }

  private static void checkPeriod(Anatomy.Node node, Period period, List<Issue> issues) {
    if (period.hasStart()
        && period.hasEnd()
        && period.getEnd().toInstant().isBefore(period.getStart().toInstant())) {
      issues.add(new Issue(node.path(), "ends before it starts (per-1)"));
    }
  }
}

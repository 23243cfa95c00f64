package org.healthsync.map.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.map.fhir.Row.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The codes and units of the table against the list of those that somebody has looked up. */
class StandardCodesTest {

  private static final int PARTITION = 65_536;

  private static final FhirMapping MAPPING = ExampleProvider.mapping();

  private final JsonNode list = list();

  @ParameterizedTest
  @EnumSource(names = {"LOINC", "MDC", "ATC"})
  void everyCodeOfTheTableIsOnTheListAndNoneIsListedInVain(Vocabulary vocabulary) {
    Set<String> used = new TreeSet<>();
    codes(vocabulary).forEach(code -> used.add(code.code()));
    if (vocabulary == Vocabulary.MDC) {
      used.addAll(DeviceWriter.MDC_KINDS.values());
      used.addAll(List.of(DeviceWriter.GENERIC, DeviceWriter.SOFTWARE, DeviceWriter.FIRMWARE));
    }
    Set<String> listed = new TreeSet<>();
    list.path(name(vocabulary)).fieldNames().forEachRemaining(listed::add);
    assertThat(used).isNotEmpty().isEqualTo(listed);
  }

  @Test
  void aDisplayIsTheOfficialNameOrThereIsNone() {
    for (CodeRef code : codes(Vocabulary.LOINC)) {
      JsonNode listed = list.path("loinc").path(code.code());
      String official = listed.path("display").asText(null);
      assertThat(code.display()).as(code.code()).isIn(null, official);
    }
    assertThat(codes(Vocabulary.MDC)).extracting(CodeRef::display).containsOnlyNulls();
  }

  @Test
  void everyListedCodeHasItsCheckDigitItsSourceAndItsConfidence() {
    list.path("loinc")
        .properties()
        .forEach(
            entry -> {
              String code = entry.getKey();
              boolean valid = LoincNumber.isValid(code) || LoincNumber.isValidAnswer(code);
              assertThat(valid).as(code).isTrue();
              assertThat(entry.getValue().path("confidence").asText()).isIn("A", "B", "C");
              assertThat(entry.getValue().path("source").asText()).isNotBlank();
            });
  }

  @Test
  void everyMdcNumberIsItsPartitionAndItsTerm() {
    list.path("mdc")
        .properties()
        .forEach(
            entry -> {
              JsonNode term = entry.getValue();
              int number = term.path("partition").asInt() * PARTITION + term.path("term").asInt();
              assertThat(entry.getKey()).isEqualTo(String.valueOf(number));
              assertThat(term.path("term").asInt()).isBetween(1, PARTITION - 1);
              assertThat(term.path("name").asText()).startsWith("MDC_");
            });
  }

  @Test
  void measuresAreOfThePartitionOfVitalSigns() {
    assertThat(codes(Vocabulary.MDC))
        .allSatisfy(
            code ->
                assertThat(list.path("mdc").path(code.code()).path("partition").asInt())
                    .isEqualTo(2));
  }

  @Test
  void everyUnitOfTheTableIsUcumAndHasAText() {
    List<ValueRule> rules =
        MAPPING.types().stream()
            .flatMap(type -> MAPPING.row(type).stream())
            .flatMap(StandardCodesTest::rules)
            .filter(rule -> rule.kind().hasUnit())
            .toList();
    assertThat(rules).hasSizeGreaterThan(150);
    for (ValueRule rule : rules) {
      assertThat(Units.isValid(rule.unit())).as(rule.unit()).isTrue();
      assertThat(rule.unitText()).isNotBlank();
      assertThat(rule.sameAs()).allMatch(Units::isValid);
      assertThat(rule.unit()).as("an annotation compares as nothing").doesNotContain("{");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mm[Hg],true", "[iU],true", "Cel,true", "kcal/d,true", "mL/kg/min,true", "kg/m2,true",
    "mmHg,false", "IU,false", "hertz,false", "steps,false", "bpm,false", "kg/m^2,false",
    "beats/min,false", "MET,false"
  })
  void unitsInCirculationThatAreNotUcumAreRefused(String unit, boolean valid) {
    assertThat(Units.isValid(unit)).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({"29463-7,true", "8867-4,true", "2708-6,true", "80358-0,false", "8867-5,false"})
  void loincNumbersAreCheckedByTheirCheckDigit(String code, boolean valid) {
    assertThat(LoincNumber.isValid(code)).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({"LA11836-6,true", "LA11840-8,true", "LA11836-4,false", "11836-6,false"})
  void loincAnswersAreCheckedByTheirCheckDigit(String code, boolean valid) {
    assertThat(LoincNumber.isValidAnswer(code)).isEqualTo(valid);
  }

  @Test
  void everyDeviceKindOfOursIsDefined() {
    assertThat(DeviceWriter.OWN_KINDS)
        .allMatch(kind -> MAPPING.terminology().knows(OwnTerminology.DEVICE_KINDS, kind));
  }

  private static List<CodeRef> codes(Vocabulary vocabulary) {
    List<CodeRef> codes = new ArrayList<>(MAPPING.terminology().sameAs());
    for (String type : MAPPING.types()) {
      MAPPING.row(type).ifPresent(row -> ExampleProvider.codes(row).forEach(codes::add));
    }
    return codes.stream().filter(code -> code.vocabulary() == vocabulary).toList();
  }

  private static Stream<ValueRule> rules(Row row) {
    Stream<ValueRule> own =
        Stream.concat(
            Stream.ofNullable(row.value()),
            row.components().values().stream().map(Row.ComponentRow::value));
    return Stream.concat(own, row.byUnit().values().stream().flatMap(StandardCodesTest::rules));
  }

  private static String name(Vocabulary vocabulary) {
    return vocabulary.name().toLowerCase(Locale.ROOT);
  }

  private static JsonNode list() {
    try (InputStream in = StandardCodesTest.class.getResourceAsStream("standard-codes.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

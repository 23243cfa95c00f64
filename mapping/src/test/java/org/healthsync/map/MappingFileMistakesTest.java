package org.healthsync.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong file is refused with file, line, key and what to do. */
class MappingFileMistakesTest {

  private static final String FILE = "acme/things.yaml";

  private static MappingFileException refused(String yaml) {
    MappingFileException refused =
        catchThrowableOfType(MappingFileException.class, () -> StreamMapping.compile(FILE, yaml));
    assertThat(refused).as("the file must be refused").isNotNull();
    return refused;
  }

  /** A right file but for one line, which is line 7. */
  private static MappingFileException refusedLine(String line) {
    return refused(
        """
        version: 1
        rules:
          - each: x in page.list
            time: { at: { epochSeconds: x.t } }
            key: "{x.id}"
            rules:
              - %s
        """
            .formatted(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ scalar: w, value: x.v, unit: kg, colour: red } | .colour | unknown key 'colour'; use one of",
        "{ scalar: w, value: y.v, unit: kg } | .value | unknown variable 'y'; here are page, request, chunk, x",
        "{ scalar: w, value: x..v, unit: kg } | .value | bad path 'x..v': a name is missing",
        "{ scalar: w, value: 'x.v[', unit: kg } | .value | a '[' is not closed",
        "{ scalar: w, value: 'x.v[?]', unit: kg } | .value | a bracket holds",
        "{ scalar: w, value: 'x v', unit: kg } | .value | unexpected ' '",
        "{ scalar: w, unit: kg } | '' | needs a 'value', here or in a rule around it",
        "{ scalar: w, value: x.v } | '' | needs a 'unit', here or in a rule around it",
        "{ scalar: w, value: x.v, unit: mmHg } | .unit | 'mmHg' is no UCUM code",
        "{ scalar: w, value: x.v, unit: { lookup: { a: lbs }, of: x.u } } | .unit | 'lbs' is no UCUM code",
        "{ scalar: Body_Weight, value: x.v, unit: kg } | .scalar | is no type name",
        "{ scalar: w, value: { from: x.v, dividedBy: 60 }, unit: kg } | .value.dividedBy | is not exact in decimals",
        "{ scalar: w, value: { from: x.v, times: two }, unit: kg } | .value.times | must be a number",
        "{ scalar: w, value: { from: x.v, times: 2, dividedBy: 2 }, unit: kg } | .value | not both",
        "{ scalar: w, value: { lookup: nope, of: x.v }, unit: kg } | .value.lookup | unknown table 'nope'",
        "{ scalar: w, value: { lookup: { a: b } }, unit: kg } | .value | needs the key 'of'",
        "{ scalar: w, value: { path: x }, unit: kg } | .value | needs one of const, first, lookup, expr",
        "{ scalar: w, value: [], unit: kg } | .value | needs at least one choice",
        "{ scalar: w, value: { expr: '$now()' }, unit: kg } | .value.expr | $now is not pure",
        "{ scalar: w, value: { expr: '1 +' }, unit: kg } | .value.expr | not JSONata",
        "{ scalar: w, value: x.v, unit: kg, key: same } | .key | would be the same for all",
        "{ scalar: w, value: x.v, unit: kg, key: '{x.id' } | .key | a '{' is not closed",
        "{ scalar: w, value: x.v, unit: kg, when: { value: x.v } } | .when | needs 'value' with a comparison",
        "{ scalar: w, value: x.v, unit: kg, optional: maybe } | .optional | must be true or false",
        "{ scalar: w, value: x.v, unit: kg, skip: { if: a } } | .skip | must be a list",
        "{ scalar: w, value: x.v, unit: kg, time: {} } | .time | needs 'at', 'start' with 'end' or 'lasts', or 'day'",
        "{ scalar: w, value: x.v, unit: kg, time: { at: {} } } | .time.at | needs one of epochSeconds",
        "{ scalar: w, value: x.v, unit: kg, offset: { hours: x.o } } | .offset | needs one of seconds",
        "{ scalar: w, value: x.v, unit: kg, device: { model: x.m } } | .device | needs the key 'id'",
        "{ scalar: w, scalar: w, value: x.v, unit: kg } | .scalar | is there twice",
        "{ scalar: w, value: x.v, unit: kg, each: x in x.list } | .each | the name 'x' is taken",
        "{ scalar: w, value: x.v, unit: kg, each: x.list } | .each | write 'name in path'",
        "{ value: x.v } | '' | needs exactly one of rules, switch, scalar",
        "{ switch: x.v } | '' | needs the key 'cases'",
        "{ switch: x.v, cases: { 1: nowhere } } | .cases.1 | or 'elsewhere'",
        "{ panel: w } | '' | needs the key 'components'",
        "{ series: w, unit: kg, samples: { each: s in x.s, value: s.v } } | .samples | needs the key 'at'",
        "{ series: w, unit: kg, chunk: PT0S, samples: { each: s in x.s, value: s.v, at: { iso: s.t } } } | .chunk | must be a second at least",
        "{ scalar: w, value: x.v, unit: kg, each: [] } | .each | needs at least one loop",
        "{ scalar: w, value: x.v, unit: kg, each: { in: x.l } } | .each | needs the key 'as'",
        "{ scalar: w, value: x.v, unit: kg, each: { as: y } } | .each | needs the key 'in'",
        "{ scalar: w, value: x.v, unit: kg, each: { as: y z, in: x.l } } | .each.as | must be a name",
        "{ scalar: w, value: x.v, unit: kg, each: [ y in x.l, y in x.l ] } | .each[1] | the name 'y' is taken",
        "{ scalar: w, value: x.v, unit: kg, time: { at: { clock: { text: x.c }, iso: x.t } } } | .time.at | 'clock' goes with 'day'",
        "{ scalar: w, value: x.v, unit: kg, time: { at: { since: { iso: x.t } } } } | .time.at | 'since' needs 'clock'",
        "{ scalar: w, value: x.v, unit: kg, time: { at: { utc: x.t, iso: x.t } } } | .time.at | no more than one",
        "{ scalar: w, value: x.v, unit: kg, time: { at: { iso: x.t, plus: {} } } } | .time.at.plus | needs one of seconds, minutes, millis, duration",
        "{ scalar: w, value: x.v, unit: kg, time: { at: { day: x.t, clock: {} } } } | .time.at.clock | needs one of seconds, minutes, millis, text",
        "{ scalar: w, value: x.v, unit: kg, offset: { local: x.o } } | .offset | needs the key 'utc'",
        "{ scalar: w, value: x.v, unit: kg, zone: { profile: x.o, home: x.o } } | .zone.home | unknown key 'home'",
        "{ scalar: w, value: x.v, unit: kg, zone: { home: x.o } } | .zone | needs one of const, first, lookup, expr",
        "{ session: w, stages: { each: s in x.s, stage: s.n, start: { iso: s.a }, end: { iso: s.b }, every: { seconds: s.e } } } | .stages.end | is told by 'every' already",
        "{ series: w, unit: kg, samples: { each: s in x.s, every: { seconds: x.e }, value: s } } | .samples | needs the key 'start'",
        "{ series: w, unit: kg, interval: often, samples: { each: s in x.s, value: s.v, at: { iso: s.t } } } | .interval | must be an ISO 8601 duration",
        "{ scalar: w, value: x.v, unit: [kg] } | .unit[0] | unknown variable 'kg'",
        "just text | '' | must be a map of keys and values"
      })
  void aMistakeNamesFileLineKeyAndWhatToDo(String line, String key, String message) {
    MappingFileException refused = refusedLine(line);
    assertThat(refused.mistakes())
        .anySatisfy(
            mistake -> {
              assertThat(mistake.file()).isEqualTo(FILE);
              assertThat(mistake.line()).isEqualTo(7);
              assertThat(mistake.key()).isEqualTo("rules[0].rules[0]" + key);
              assertThat(mistake.message()).contains(message);
            });
    assertThat(refused).hasMessageContaining(FILE + ":7: rules[0].rules[0]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ scalar: w, value: x.v, units: kg } | did you mean 'unit'? use one of",
        "{ scaler: w, value: x.v, unit: kg } | did you mean 'scalar'?",
        "{ scalar: w, value: x.v, unit: kg, time: { at: { epochseconds: x.t } } } | did you mean 'epochSeconds'?",
        "{ scalar: w, value: pgae.v, unit: kg } | did you mean 'page'? here are",
        "{ scalar: w, value: { lookup: kind, of: x.v }, unit: kg } | did you mean 'kinds'? write it"
      })
  void theNearestKnownNameIsTold(String line, String message) {
    String yaml =
        """
        version: 1
        tables: { kinds: { 1: a } }
        rules:
          - each: x in page.list
            time: { at: { epochSeconds: x.t } }
            key: "{x.id}"
            rules:
              - %s
        """
            .formatted(line);
    assertThat(refused(yaml)).hasMessageContaining(message).hasMessageContaining(FILE + ":8: ");
  }

  @Test
  void aNameThatIsLikeNoneIsNotGuessed() {
    assertThat(refusedLine("{ scalar: w, value: x.v, unit: kg, colour: red }").getMessage())
        .doesNotContain("did you mean");
  }

  @Test
  void aMistakeOfALongValueIsAtTheLineOfItsKey() {
    MappingFileException refused =
        refused(
            """
            version: 1
            rules:
              - scalar: w
                key: "{page.id}"
                time: { day: page.d }
                unit: kg
                value: page.v
                devise:
                  id: page.dev
            """);
    assertThat(refused.mistakes())
        .extracting(m -> m.line() + " " + m.key())
        .containsExactly("8 rules[0].devise");
  }

  @Test
  void allMistakesAreToldAtOnceInOrderOfLines() {
    MappingFileException refused =
        refused(
            """
            version: none
            rules:
              - each: x in page.list
                scalar: body-weight
                value: y.v
                unit: kilo
            extra: 1
            """);
    assertThat(refused.mistakes())
        .extracting(m -> m.line() + " " + m.key())
        .containsExactly(
            "1 version",
            "4 rules[0].scalar",
            "4 rules[0].scalar",
            "5 rules[0].value",
            "6 rules[0].unit",
            "7 extra");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1 | the file is empty",
        "'version: 1' | 1 | needs the key 'rules'",
        "'rules: []' | 1 | needs the key 'version'",
        "'[1, 2]' | 1 | must be a map of keys and values",
        "'version: 1\nrules: [}' | 2 | not YAML",
        "'version: 1\nrules: &a [ *a ]' | 2 | aliases",
        "'version: 0\nrules: []' | 1 | must be a whole number from 1 on"
      })
  void aFileThatIsNoMappingIsRefused(String yaml, int line, String message) {
    List<MappingFileException.Mistake> mistakes = refused(yaml).mistakes();
    assertThat(mistakes)
        .anySatisfy(
            mistake -> {
              assertThat(mistake.line()).isEqualTo(line);
              assertThat(mistake.message()).contains(message);
            });
  }
}

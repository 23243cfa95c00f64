package org.healthsync.override;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.override.Workshop.ANN;
import static org.healthsync.override.Workshop.MEASURES;
import static org.healthsync.override.Workshop.SLEEP;
import static org.healthsync.override.Workshop.dropping;
import static org.healthsync.override.Workshop.weights;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.map.StreamMapping;
import org.healthsync.platform.FileMistake;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverridesTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-10T08:00:00Z"));
  private final Workshop one = new Workshop(DATABASE, clock);
  private final Workshop other = new Workshop(DATABASE, clock);

  @BeforeEach
  void clear() {
    DATABASE.update("delete from mapping_activation");
    DATABASE.update("delete from mapping_version");
    DATABASE.update("delete from audit");
  }

  @Test
  void versionsAreNumberedForEachMappingAndTheSameTextIsTheSameVersion() throws Exception {
    assertThat(one.overrides.add(MEASURES, weights(2), ANN).number()).isEqualTo(1);
    assertThat(one.overrides.add(MEASURES, weights(3), ANN).number()).isEqualTo(2);
    assertThat(one.overrides.add(SLEEP, weights(2), ANN).number()).isEqualTo(1);
    assertThat(other.overrides.add(MEASURES, weights(2), ANN).number()).isEqualTo(1);

    assertThat(one.overrides.versions(MEASURES, Integer.MAX_VALUE, 10))
        .extracting(MappingVersion::number)
        .containsExactly(2, 1);
    assertThat(one.overrides.require(MEASURES, 2).yaml()).isEqualTo(weights(3));
  }

  @Test
  void whoChangedItIsKeptWithTheTenant() throws Exception {
    one.overrides.add(MEASURES, weights(2), ANN);
    one.overrides.activate(MEASURES, 1, "why", ANN);

    assertThat(one.overrides.require(MEASURES, 1).by()).isEqualTo(ANN);
    assertThat(one.overrides.last(MEASURES).orElseThrow().by()).isEqualTo(ANN);
  }

  @Test
  void versionThatIsOnlyKeptIsNotAtWork() throws Exception {
    one.overrides.add(MEASURES, weights(2), ANN);

    assertThat(one.active.look().stream(MEASURES)).isEmpty();
  }

  @Test
  void everyReplicaMapsByAnActivationWithinASecond() throws Exception {
    assertThat(other.active.current().stream(MEASURES)).isEmpty();
    int number = one.overrides.add(MEASURES, weights(2), ANN).number();

    one.overrides.activate(MEASURES, number, "why", ANN);

    assertThat(version(one)).startsWith("withings/measures@2+");
    assertThat(other.active.current().stream(MEASURES)).as("not looked again yet").isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(version(other)).isEqualTo(version(one));
  }

  @Test
  void setThatSomebodyHoldsStaysAsItIs() throws Exception {
    MappingSet held = one.active.current();
    one.overrides.activate(
        MEASURES, one.overrides.add(MEASURES, weights(2), ANN).number(), "", ANN);

    assertThat(held.stream(MEASURES)).isEmpty();
    assertThat(one.active.current().stream(MEASURES)).isPresent();
  }

  @Test
  void rollingBackGoesToWhatWasAtWorkBeforeAndTwiceIsWhereItBegan() throws Exception {
    one.overrides.add(MEASURES, weights(2), ANN);
    one.overrides.add(MEASURES, weights(3), ANN);
    one.overrides.activate(MEASURES, 1, "", ANN);
    one.overrides.activate(MEASURES, 2, "", ANN);

    assertThat(one.overrides.rollBack(MEASURES, "", ANN).version()).isEqualTo(1);
    assertThat(one.overrides.rollBack(MEASURES, "", ANN).version()).isEqualTo(2);
  }

  @Test
  void rollingTheFirstOneBackIsTheShippedMapping() throws Exception {
    one.overrides.add(MEASURES, weights(2), ANN);
    one.overrides.activate(MEASURES, 1, "", ANN);

    assertThat(one.overrides.rollBack(MEASURES, "", ANN).version()).isNull();
    assertThat(one.active.current().stream(MEASURES)).isEmpty();
  }

  @Test
  void nothingCanBeRolledBackWhereNothingWasChanged() {
    assertThatThrownBy(() -> one.overrides.rollBack(MEASURES, "", ANN))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CONFLICT));
  }

  @Test
  void unknownVersionIsNotFound() {
    assertThatThrownBy(() -> one.overrides.activate(MEASURES, 7, "", ANN))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND));
  }

  @Test
  void sameActivationAgainLeavesNoTrace() throws Exception {
    one.overrides.add(MEASURES, weights(2), ANN);
    Activation first = one.overrides.activate(MEASURES, 1, "", ANN);

    assertThat(one.overrides.activate(MEASURES, 1, "again", ANN)).isEqualTo(first);
    assertThat(one.overrides.activations(MEASURES, Long.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  void auditTellsWhoAddedAndWhoActivated() throws Exception {
    one.overrides.add(MEASURES, weights(2), ANN);
    one.overrides.activate(MEASURES, 1, "", ANN);
    one.overrides.activate(MEASURES, null, "", ANN);

    assertThat(
            DATABASE.column(
                "select actor || ' ' || action || ' ' || subject from audit order by seq"))
        .containsExactly(
            "ann mapping-version-added withings/measures@1",
            "ann mapping-activated withings/measures@1",
            "ann mapping-activated withings/measures@shipped");
  }

  @Test
  void brokenTextIsRefusedWithEveryMistakeAndNothingIsKept() {
    String broken =
        """
        version: 2
        rules:
          - each: item in page.items
            scalar: body-weight
            colour: red
            key: "{item.id}"
            value: item.kg
            unit: heavy
            time: { at: { epochSeconds: "item[[" }, zone: { const: UTC } }
        """;

    List<FileMistake> mistakes = mistakes(MEASURES, broken);

    assertThat(mistakes)
        .allMatch(mistake -> mistake.file().equals("withings/measures.yaml"))
        .extracting(FileMistake::line)
        .contains(5, 8, 9);
    assertThat(one.overrides.versions(MEASURES, Integer.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void exampleThatGivesOtherReadingsThanItSaysIsRefused() {
    List<FileMistake> mistakes =
        mistakes(MEASURES, weights(2).replace("readings: 1", "readings: 2"));

    assertThat(mistakes).singleElement().extracting(FileMistake::line).isEqualTo(10);
  }

  @Test
  void exampleWhoseTypeNobodyKnowsIsRefused() {
    List<FileMistake> mistakes = mistakes(MEASURES, weights(2).replace("body-weight", "body-wait"));

    assertThat(mistakes)
        .singleElement()
        .extracting(FileMistake::message)
        .asString()
        .contains("body-wait", "unmapped-type");
  }

  @Test
  void rowWhoseExampleIsNoValidFhirIsRefusedWithItsLine() {
    // a profile demands LOINC 29463-7 for a weight
    String table = "version: 2\ntypes:\n  body-weight:\n    code: [{loinc: 3141-9}]\n";

    List<FileMistake> mistakes = mistakes(MappingName.TABLE, table);

    assertThat(mistakes).isNotEmpty();
    assertThat(mistakes.get(0).line()).isEqualTo(3);
    assertThat(mistakes.get(0).key()).isEqualTo("types.body-weight");
    assertThat(mistakes.get(0).message()).contains("no valid FHIR");
  }

  @Test
  void tableWithAnOwnCodeIsProvedWithThatCode() throws Exception {
    String table =
        """
        version: 2
        codes:
          wearable-measure:
            concepts:
              grip-strength: {display: Grip strength, definition: How hard a hand presses.}
        types:
          grip-strength:
            name: Grip strength
            category: exam
            code: [{own: grip-strength}]
            value: {quantity: kg, plausible: [0, 200]}
        """;

    one.proof.prove(MappingName.TABLE, table);
  }

  @Test
  void mappingThatNoLongerCompilesIsHeldAndOthersGoOn() throws Exception {
    one.overrides.add(MEASURES, weights(2), ANN);
    one.overrides.add(SLEEP, weights(3), ANN);
    one.overrides.activate(MEASURES, 1, "", ANN);
    one.overrides.activate(SLEEP, 1, "", ANN);
    DATABASE.update("update mapping_version set yaml = 'gone: 1' where name = 'withings/measures'");

    MappingSet upgraded = new Workshop(DATABASE, clock).active.current();

    assertThatThrownBy(() -> upgraded.stream(MEASURES)).isInstanceOf(BrokenMappingException.class);
    assertThat(upgraded.stream(SLEEP)).isPresent();
    assertThat(upgraded.table()).isNotNull();
    assertThat(upgraded.broken()).containsOnlyKeys(MEASURES);
  }

  @Test
  void tableThatNoLongerCompilesHoldsEverything() throws Exception {
    one.overrides.add(MappingName.TABLE, dropping("bone-mass"), ANN);
    one.overrides.activate(MappingName.TABLE, 1, "", ANN);
    assertThat(one.active.current().table().mapping().dropped()).contains("bone-mass");
    DATABASE.update("update mapping_version set yaml = 'gone: 1' where name = 'fhir'");

    MappingSet upgraded = new Workshop(DATABASE, clock).active.current();

    assertThatThrownBy(upgraded::table).isInstanceOf(BrokenMappingException.class);
  }

  private List<FileMistake> mistakes(MappingName name, String yaml) {
    try {
      one.overrides.add(name, yaml, ANN);
    } catch (BrokenMappingException e) {
      return e.mistakes();
    }
    throw new AssertionError("it was accepted");
  }

  private static String version(Workshop replica) throws BrokenMappingException {
    return replica.active.current().stream(MEASURES).map(StreamMapping::mappingVersion).orElse("");
  }
}

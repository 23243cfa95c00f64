package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.platform.Database;
import org.healthsync.validate.ResourceValidator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class SharedShapesTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final URI BASE = URI.create("https://health.example");
  private static final FhirMapping TABLE = FhirMapping.load();
  private static final List<String> DEFINITIONS = TABLE.terminology().definitions(BASE);
  private static final String DEVICE = WarmUpExamples.of(TABLE, BASE).get(0);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-10T08:00:00Z"));
  private final SharedShapes shapes = new SharedShapes(DATABASE.database(), clock);

  @AfterEach
  void empty() {
    DATABASE.update("delete from valid_shape");
  }

  @Test
  void shapeThatOneReplicaFoundValidNeedsNoFullValidatorOnTheNext() {
    ResourceValidator first = new ResourceValidator(DEFINITIONS, shapes);
    assertThat(first.validate(DEVICE).valid()).isTrue();
    assertThat(first.fullValidations()).isEqualTo(1);

    ResourceValidator second = replica(DEFINITIONS);

    assertThat(second.validate(DEVICE).valid()).isTrue();
    assertThat(second.fullValidations()).isZero();
    assertThat(second.isWarm()).isFalse();
  }

  @Test
  void otherDefinitionsAreJudgedAnew() {
    new ResourceValidator(DEFINITIONS, shapes).validate(DEVICE);

    ResourceValidator other = replica(DEFINITIONS.subList(1, DEFINITIONS.size()));
    other.validate(DEVICE);

    assertThat(other.fullValidations()).isEqualTo(1);
  }

  @Test
  void shapeThatIsNotValidIsNotRemembered() {
    String broken = DEVICE.replaceFirst("\"resourceType\":\"[A-Za-z]+\",", "$0\"nonsense\":true,");
    ResourceValidator first = new ResourceValidator(DEFINITIONS, shapes);

    assertThat(first.validate(broken).valid()).isFalse();
    assertThat(replica(DEFINITIONS).validate(broken).valid()).isFalse();
    assertThat(DATABASE.column("select shape from valid_shape")).isEmpty();
  }

  @Test
  void nothingButDigestsIsKept() {
    new ResourceValidator(DEFINITIONS, shapes).validate(DEVICE);

    assertThat(DATABASE.column("select basis || ' ' || shape from valid_shape"))
        .singleElement()
        .asString()
        .matches("[0-9a-f]{64} [0-9a-f]{64}");
  }

  @Test
  void shapesAreForgottenAfterHalfAYear() {
    shapes.foundValid("a", "old");
    clock.advance(Duration.ofDays(179));
    shapes.foundValid("a", "young");
    clock.advance(Duration.ofDays(2));

    assertThat(shapes.forget()).isEqualTo(1);

    assertThat(shapes.isValid("a", "old")).isFalse();
    assertThat(shapes.isValid("a", "young")).isTrue();
  }

  @Test
  void withoutDatabaseShapesAreJudgedInFull() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setServerNames(new String[] {"127.0.0.1"});
    nowhere.setPortNumbers(new int[] {1});
    ResourceValidator alone =
        new ResourceValidator(DEFINITIONS, new SharedShapes(new Database(nowhere), clock));

    assertThat(alone.validate(DEVICE).valid()).isTrue();
    assertThat(alone.fullValidations()).isEqualTo(1);
  }

  private ResourceValidator replica(List<String> definitions) {
    return new ResourceValidator(definitions, new SharedShapes(DATABASE.database(), clock));
  }
}

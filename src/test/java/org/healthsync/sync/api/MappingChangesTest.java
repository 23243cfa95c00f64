package org.healthsync.sync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.healthsync.override.Activation;
import org.healthsync.override.MappingName;
import org.healthsync.override.MappingVersion;
import org.healthsync.override.MappingVersion.Origin;
import org.healthsync.override.Who;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.TenantId;
import org.junit.jupiter.api.Test;

class MappingChangesTest {

  private static final TenantId WARD = new TenantId("ward");
  private static final TenantId CLINIC = new TenantId("clinic");
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");
  private static final Who ANN = Who.caller(WARD, "ann");

  @Test
  void whoChangedAMappingAndWhyIsToldToTheOwnTenantOnly() {
    Activation activation = new Activation(7, MappingName.TABLE, 2, ANN, "for Mrs Example", NOW);
    MappingVersion version = new MappingVersion(MappingName.TABLE, 2, "version: 2", "00", ANN, NOW);

    assertThat(ActivationJson.of(activation, WARD).actor()).isEqualTo("ann");
    assertThat(ActivationJson.of(activation, WARD).reason()).isEqualTo("for Mrs Example");
    assertThat(VersionJson.of(version, WARD).createdBy()).isEqualTo("ann");
    ActivationJson seen = ActivationJson.of(activation, CLINIC);
    assertThat(seen.actor()).isNull();
    assertThat(seen.reason()).isNull();
    assertThat(seen.version()).isEqualTo(2);
    assertThat(VersionJson.of(version, CLINIC).createdBy()).isNull();
  }

  @Test
  void directoryIsNobodyAndOfUnknownPeopleNothingIsTold() {
    Who directory = new Who(null, "directory", Origin.DIRECTORY);
    Who unknown = new Who(null, "bob", Origin.API);

    assertThat(directory.isKnownTo(CLINIC)).isTrue();
    assertThat(unknown.isKnownTo(CLINIC)).isFalse();
  }

  @Test
  void reasonIsAPlainText() {
    assertThat(new RollbackBody(null).reasonOrNothing()).isEmpty();
    assertThatThrownBy(() -> new RollbackBody("\u0000").reasonOrNothing())
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> new ActivationBody(null, "\u0000").reasonOrNothing())
        .isInstanceOf(ProblemException.class);
  }
}

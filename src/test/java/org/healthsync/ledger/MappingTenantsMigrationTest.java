package org.healthsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsync.platform.Migrations;
import org.junit.jupiter.api.Test;

class MappingTenantsMigrationTest {

  @Test
  void tenantsOfThoseWhoChangedMappingsAreTakenFromTheAudit() {
    LedgerDatabase database = LedgerDatabase.createAt("10");
    database.update(
        "insert into mapping_version (name, number, yaml, sha256, origin, created_by, created_at)"
            + " values ('fhir', 1, 'a', '\\x01', 'API', 'ann', now()),"
            + " ('fhir', 2, 'b', '\\x02', 'DIRECTORY', 'directory', now()),"
            + " ('fhir', 3, 'c', '\\x03', 'API', 'bob', now())");
    database.update(
        "insert into mapping_activation (name, number, origin, actor, at)"
            + " values ('fhir', 1, 'API', 'ann', now()), ('fhir', 2, 'DIRECTORY', 'directory', now())");
    database.update(
        "insert into audit (at, tenant_id, actor, action, subject, detail)"
            + " values (now(), 'ward', 'ann', 'mapping-version-added', 'fhir@1', '01'),"
            + " (now(), 'ward', 'ann', 'mapping-activated', 'fhir@1', '1'),"
            + " (now(), null, 'directory', 'mapping-activated', 'fhir@2', '2')");

    new Migrations(database.database().dataSource()).apply();

    assertThat(database.column("select tenant_id from mapping_version order by number"))
        .containsExactly("ward", null, null);
    assertThat(database.column("select tenant_id from mapping_activation order by seq"))
        .containsExactly("ward", null);
  }
}

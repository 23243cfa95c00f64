package org.healthsync.override;

import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.platform.Audit;
import org.healthsync.validate.KnownShapes;
import org.healthsync.validate.ResourceValidator;

/** All that a replica has of this stage; several may share a database. */
final class Workshop {

  static final MappingName MEASURES = MappingName.of("withings", "measures");
  static final MappingName SLEEP = MappingName.of("withings", "sleep");
  static final Who ANN = Who.caller(LedgerDatabase.TENANT, "ann");

  private static final URI BASE = URI.create("https://health.example");
  private static final FhirMapping SHIPPED = FhirMapping.load();
  // building one takes seconds
  private static final ResourceValidator VALIDATOR =
      new ResourceValidator(SHIPPED.terminology().definitions(BASE));

  final Tables tables = new Tables(SHIPPED, VALIDATOR, KnownShapes.NONE, BASE);
  final ActiveMappings active;
  final MappingProof proof;
  final Overrides overrides;
  final Set<MappingName> known = new TreeSet<>(Set.of(MEASURES, SLEEP, MappingName.TABLE));

  Workshop(LedgerDatabase database, SettableClock clock) {
    this.active = new ActiveMappings(database.database(), clock, tables);
    this.proof = new MappingProof(active, tables);
    this.overrides = new Overrides(database.database(), clock, new Audit(clock), proof, active);
  }

  /** A mapping that differs by its number from others, with an example. */
  static String weights(int version) {
    return """
        version: %d
        rules:
          - each: item in page.items
            time: { at: { epochSeconds: item.at }, zone: { const: UTC } }
            scalar: body-weight
            key: "{item.id}"
            value: item.kg
            unit: kg
        examples:
          - name: one weight
            page: { items: [ { id: 1, at: 1772352000, kg: 72.5 } ] }
            readings: 1
        """
        .formatted(version);
  }

  /** An overlay that drops a type. */
  static String dropping(String type) {
    return "version: 2\ndrop: [" + type + "]\n";
  }
}

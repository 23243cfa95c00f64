package org.healthsync.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.healthsync.archive.ArchiveSettings;
import org.healthsync.archive.RawArchive;
import org.healthsync.archive.ReplayPages;
import org.healthsync.fetch.FetchSettings;
import org.healthsync.ledger.QuarantineInspection;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.override.ActiveMappings;
import org.healthsync.override.Candidates;
import org.healthsync.override.MappingDirectory;
import org.healthsync.override.MappingFolder;
import org.healthsync.override.MappingProof;
import org.healthsync.override.Overrides;
import org.healthsync.override.Tables;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.Database;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.Settings;
import org.healthsync.platform.Tenants;
import org.healthsync.plugin.PluginCall;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.validate.KnownShapes;
import org.healthsync.validate.ResourceValidator;

/** Puts mappings, shipped and of operators, and the archive together. */
@ApplicationScoped
public class MappingWiring {

  @Produces
  @Singleton
  ShippedMappings shipped() {
    return new ShippedMappings(FhirMapping.load());
  }

  /** The table with the rows of plugins, which are loaded for it. */
  @Produces
  @Singleton
  @SuppressWarnings("UnusedVariable") // asked for so that they are loaded first
  FhirMapping table(ShippedMappings shipped, PluginRegistry plugins) {
    return shipped.table();
  }

  @Produces
  @Singleton
  StreamMappers mappers(PluginCall call, FetchSettings settings) {
    return new StreamMappers(call, settings.page());
  }

  @Produces
  @Singleton
  SharedShapes shapes(Database database, Clock clock) {
    return new SharedShapes(database, clock);
  }

  @Produces
  @Singleton
  ResourceValidator validator(FhirMapping mapping, KnownShapes shapes, SyncSettings settings) {
    return new ResourceValidator(mapping.terminology().definitions(settings.fhirBase()), shapes);
  }

  @Produces
  @Singleton
  Tables tables(
      FhirMapping mapping, ResourceValidator validator, KnownShapes shapes, SyncSettings settings) {
    return new Tables(mapping, validator, shapes, settings.fhirBase());
  }

  @Produces
  @Singleton
  ActiveMappings active(Database database, Clock clock, Tables tables) {
    return new ActiveMappings(database, clock, tables);
  }

  @Produces
  @Singleton
  MappingProof proof(ActiveMappings active, Tables tables) {
    return new MappingProof(active, tables);
  }

  @Produces
  @Singleton
  Overrides overrides(
      Database database, Clock clock, Audit audit, MappingProof proof, ActiveMappings active) {
    return new Overrides(database, clock, audit, proof, active);
  }

  @Produces
  @Singleton
  KnownMappings known(PluginRegistry plugins, StreamMappers mappers, FhirMapping table) {
    return new KnownMappings(plugins, mappers, table);
  }

  @Produces
  @Singleton
  MappingDirectory directory(
      SyncSettings settings,
      Database database,
      Overrides overrides,
      MappingProof proof,
      ActiveMappings active,
      KnownMappings known) {
    MappingFolder folder = new MappingFolder(settings.mappingDirectory());
    return new MappingDirectory(folder, database, overrides, proof, active, known::names);
  }

  @Produces
  @Singleton
  PageMappings pageMappings(StreamMappers mappers, ActiveMappings active) {
    return new PageMappings(mappers, active);
  }

  @Produces
  @Singleton
  PageMaker maker(Sealer sealer, SyncSettings settings) {
    return new PageMaker(new PageAssembly(sealer), settings);
  }

  @Produces
  @Singleton
  ArchiveSettings archiveSettings(Settings configured, Tenants tenants) {
    ConfigReader reader = configured.reader();
    ArchiveSettings settings = ArchiveSettings.read(reader, tenants);
    reader.check();
    return settings;
  }

  @Produces
  @Singleton
  ReplayPages replayPages(Database database) {
    return new ReplayPages(database);
  }

  @Produces
  @Singleton
  QuarantineViews quarantineViews(QuarantineInspection inspection, Sealer sealer) {
    return new QuarantineViews(inspection, sealer);
  }

  @Produces
  @Singleton
  RawArchive archive(Database database, Sealer sealer, ArchiveSettings settings, Clock clock) {
    return new RawArchive(database, sealer, settings, clock);
  }

  @Produces
  @Singleton
  AskedMappings asked(
      KnownMappings known, ActiveMappings active, Overrides overrides, MappingDirectory directory) {
    return new AskedMappings(known, active, overrides, directory);
  }

  @Produces
  @Singleton
  MappingPreview preview(
      ActiveMappings active,
      Tables tables,
      Overrides overrides,
      KnownMappings known,
      RawArchive archive,
      SyncTargets targets,
      PageMaker maker,
      SyncSettings settings,
      Database database,
      Audit audit,
      Clock clock) {
    return new MappingPreview(
        new Candidates(active, tables, overrides),
        known,
        archive,
        targets,
        maker,
        settings,
        database,
        audit,
        clock);
  }
}

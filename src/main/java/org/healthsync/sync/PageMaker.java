package org.healthsync.sync;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.healthsync.ledger.Changed;
import org.healthsync.ledger.ProvenanceSource;
import org.healthsync.map.MappedPage;
import org.healthsync.map.fhir.DeviceWriter;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.MadeBy;
import org.healthsync.map.fhir.ProvenanceWriter;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.RawPage;

/** From a raw page to all that is to be stored of it: map, render, validate. Pure. */
final class PageMaker {

  private final PageAssembly assembly;
  private final SyncSettings settings;

  PageMaker(PageAssembly assembly, SyncSettings settings) {
    this.assembly = assembly;
    this.settings = settings;
  }

  /**
   * Makes a page.
   *
   * @throws ProviderException when it cannot be read as a whole
   */
  MadePage make(SyncTarget target, PageMapping mapping, RawPage raw, PageAssembly.Start start)
      throws ProviderException {
    ResourceContext context = context(target);
    MappedPage mapped = mapping.mapper().map(raw);
    PageAssembly.Assembled assembled =
        assembly.assemble(mapping.table(), context, raw, mapped, start);
    Map<String, Integer> skipped = new HashMap<>(mapped.skipped());
    assembled.skipped().forEach((type, count) -> skipped.merge(type, count, Integer::sum));
    return new MadePage(
        assembled,
        mapped.readings().size(),
        Map.copyOf(skipped),
        provenance(target, context, raw, mapping.version()));
  }

  ResourceContext context(SyncTarget target) {
    return new ResourceContext(
        target.tenant().value(),
        target.plugin().descriptor().id(),
        target.account().id(),
        target.patient(),
        settings.fhirBase(),
        target.zone());
  }

  private ProvenanceSource provenance(
      SyncTarget target, ResourceContext context, RawPage raw, String mappingVersion) {
    return changed -> {
      DeviceWriter devices = new DeviceWriter(context);
      FhirResource service = devices.serviceSoftware(settings.version());
      FhirResource provenance =
          ProvenanceWriter.render(
              context,
              changed.stream().map(Changed::reference).toList(),
              raw.fetchedAt(),
              sha256(raw.payload().toByteArray()),
              new MadeBy(
                  service.reference(),
                  target.plugin().descriptor().id() + "@" + target.plugin().version(),
                  mappingVersion));
      return Stream.of(service, devices.providerSoftware(), provenance)
          .map(resource -> PageAssembly.entry(resource, null))
          .toList();
    };
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

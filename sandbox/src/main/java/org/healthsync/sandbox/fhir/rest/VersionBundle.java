package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.api.server.IBundleProvider;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.healthsync.sandbox.fhir.store.StoredVersion;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.model.InstantType;
import org.hl7.fhir.r5.model.Resource;
import org.jspecify.annotations.Nullable;

/** A result as it was when it was found; only the page asked for is decoded. */
final class VersionBundle implements IBundleProvider {

  private final InstantType published;
  private final List<StoredVersion> versions;
  private final Function<StoredVersion, Resource> decoder;

  VersionBundle(
      List<StoredVersion> versions, Function<StoredVersion, Resource> decoder, Instant now) {
    this.published = new InstantType(Date.from(now));
    this.versions = versions;
    this.decoder = decoder;
  }

  @Override
  public List<IBaseResource> getResources(int from, int to) {
    int last = Math.min(to, versions.size());
    return versions.subList(Math.min(from, last), last).stream()
        .map(version -> (IBaseResource) decoder.apply(version))
        .toList();
  }

  @Override
  public Integer size() {
    return versions.size();
  }

  @Override
  public InstantType getPublished() {
    return published;
  }

  /** Null: the server's paging stores this result and names it. */
  @Override
  public @Nullable String getUuid() {
    return null;
  }

  /** Null: the server's page size. */
  @Override
  public @Nullable Integer preferredPageSize() {
    return null;
  }
}

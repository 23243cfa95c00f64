package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.healthsync.sandbox.fhir.store.ResourceStore;
import org.healthsync.sandbox.fhir.store.SearchQuery;
import org.healthsync.sandbox.fhir.store.StoredVersion;
import org.hl7.fhir.r5.model.IdType;
import org.hl7.fhir.r5.model.Resource;
import org.jspecify.annotations.Nullable;

/** Reads, searches and histories. Thread-safe. */
final class Reads {

  private final ResourceCodec codec = new ResourceCodec();
  private final ResourceStore store;
  private final Indexing indexing;

  Reads(ResourceStore store, Indexing indexing) {
    this.store = store;
    this.indexing = indexing;
  }

  /**
   * Reads the latest version, or the one that the id names.
   *
   * @param id with a version for a vread
   * @throws ResourceNotFoundException when it never was
   * @throws ResourceGoneException when it, or that version of it, is a deletion
   */
  Resource read(String type, IdType id) {
    List<StoredVersion> versions = versions(type, id);
    StoredVersion version = versions.get(versions.size() - 1);
    if (id.hasVersionIdPart()) {
      version =
          versions.stream()
              .filter(v -> Long.toString(v.version()).equals(id.getVersionIdPart()))
              .findFirst()
              .orElseThrow(() -> new ResourceNotFoundException(id));
    }
    if (version.deleted()) {
      throw new ResourceGoneException(version.key() + " was deleted");
    }
    return codec.decode(version);
  }

  VersionBundle search(String type, Map<String, String[]> parameters) {
    SearchQuery query = SearchQuery.parse(type, indexing.parametersOf(type), parameters);
    return new VersionBundle(query.in(store), codec::decode, store.now());
  }

  /** Newest first. */
  VersionBundle history(String type, IdType id, @Nullable Date since) {
    return history(versions(type, id), version -> true, since);
  }

  /** Newest first. */
  VersionBundle history(String type, @Nullable Date since) {
    return history(store.journal(), version -> version.key().type().equals(type), since);
  }

  /** Newest first. */
  VersionBundle history(@Nullable Date since) {
    return history(store.journal(), version -> true, since);
  }

  private VersionBundle history(
      List<StoredVersion> versions, Predicate<StoredVersion> wanted, @Nullable Date since) {
    List<StoredVersion> newestFirst = new ArrayList<>(versions);
    Collections.reverse(newestFirst);
    newestFirst.removeIf(
        v -> !wanted.test(v) || (since != null && v.lastUpdated().isBefore(since.toInstant())));
    return new VersionBundle(newestFirst, codec::decodeForHistory, store.now());
  }

  private List<StoredVersion> versions(String type, IdType id) {
    List<StoredVersion> versions = store.history(Ids.named(type, id.getIdPart()));
    if (versions.isEmpty()) {
      throw new ResourceNotFoundException(id);
    }
    return versions;
  }
}

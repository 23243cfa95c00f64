package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import java.util.List;
import java.util.Optional;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.healthsync.sandbox.fhir.store.ResourceStore;
import org.healthsync.sandbox.fhir.store.SearchQuery;
import org.healthsync.sandbox.fhir.store.StoredVersion;

/** Searches by the parameters in a URL. */
final class Conditions {

  private final ResourceStore store;
  private final Indexing indexing;

  Conditions(ResourceStore store, Indexing indexing) {
    this.store = store;
    this.indexing = indexing;
  }

  SearchQuery query(String type, String queryString) {
    return SearchQuery.parse(type, indexing.parametersOf(type), QueryString.parse(queryString));
  }

  List<StoredVersion> search(String type, String queryString) {
    return query(type, queryString).in(store);
  }

  /**
   * The one resource that a condition stands for.
   *
   * @throws PreconditionFailedException when there are several
   */
  Optional<ResourceKey> match(String type, String condition) {
    if (condition.isBlank()) {
      throw new PreconditionFailedException("A condition needs a search parameter");
    }
    List<StoredVersion> found = search(type, condition);
    if (found.size() > 1) {
      throw new PreconditionFailedException(
          "The condition on " + type + " is satisfied by " + found.size() + " resources");
    }
    return found.stream().map(StoredVersion::key).findFirst();
  }
}

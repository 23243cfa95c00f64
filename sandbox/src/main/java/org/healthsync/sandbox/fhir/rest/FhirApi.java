package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.server.FifoMemoryPagingProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.healthsync.sandbox.fhir.store.ResourceStore;

/** Puts the parts together to a servlet that speaks FHIR R5. */
public final class FhirApi {

  /** Results of this many searches can be paged through at a time; the oldest is forgotten. */
  private static final int PAGED_RESULTS = 100;

  private static final int PAGE_SIZE = 50;
  private static final int LARGEST_PAGE = 1000;

  private final Set<String> types;
  private final boolean checkReferences;
  private final boolean checkStructure;
  private final List<ResourceCheck> checks;

  /**
   * Settles what is served and checked.
   *
   * @param types resource types to serve
   * @param checkReferences whether references to other servers are refused; those to what is not
   *     here are the store's affair
   * @param checkStructure whether required elements, formats and units are checked
   * @param checks further checks, in order
   */
  public FhirApi(
      Set<String> types,
      boolean checkReferences,
      boolean checkStructure,
      List<ResourceCheck> checks) {
    this.types = Set.copyOf(types);
    this.checkReferences = checkReferences;
    this.checkStructure = checkStructure;
    this.checks = new ArrayList<>(checks);
    if (checkStructure) {
      this.checks.add(0, new ObservationCheck());
    }
  }

  /**
   * Makes the servlet over a store.
   *
   * @param received told the type and number of entries of every bundle
   */
  public RestfulServer servlet(ResourceStore store, BiConsumer<String, Integer> received) {
    Indexing indexing = new Indexing();
    Conditions conditions = new Conditions(store, indexing);
    References references = new References(conditions, checkReferences);
    Intake intake = new Intake(indexing, references, checkStructure, checks);
    Writes writes = new Writes(store, conditions, intake, types);
    Reads reads = new Reads(store, indexing);

    RestfulServer server = new RestfulServer(R5.context());
    server.setServerName("Health Data Sync sandbox");
    types.forEach(type -> server.registerProvider(new TypeProvider(type, reads, writes)));
    server.registerProvider(
        new SystemProvider(reads, new BundleProcessor(writes, reads), received));
    server.setServerConformanceProvider(new Capabilities(server, indexing));
    FifoMemoryPagingProvider paging = new FifoMemoryPagingProvider(PAGED_RESULTS);
    paging.setDefaultPageSize(PAGE_SIZE);
    paging.setMaximumPageSize(LARGEST_PAGE);
    server.setPagingProvider(paging);
    return server;
  }
}

package org.healthsync.sandbox.fhir;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.healthsync.sandbox.fhir.store.Change;
import org.healthsync.sandbox.fhir.store.Draft;
import org.healthsync.sandbox.fhir.store.Labels;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.healthsync.sandbox.fhir.store.ResourceStore;
import org.healthsync.sandbox.fhir.store.SearchIndex;
import org.healthsync.sandbox.fhir.store.SearchParameter;
import org.healthsync.sandbox.fhir.store.StoredVersion;

/**
 * What a test sees of a server and does to it, beside the FHIR API. The same is offered over HTTP
 * under {@code /control}, see {@link ControlServlet}. Thread-safe.
 */
public final class FhirServerControl {

  private final ResourceStore store;
  private final Traffic traffic;
  private final Faults faults;
  private final Refusals refusals;
  private final Access access;

  FhirServerControl(
      ResourceStore store, Traffic traffic, Faults faults, Refusals refusals, Access access) {
    this.store = store;
    this.traffic = traffic;
    this.faults = faults;
    this.refusals = refusals;
    this.access = access;
  }

  /** Number of current resources by type; types without any are left out. */
  public Map<String, Integer> counts() {
    return store.counts();
  }

  /** Every version ever written, deletions included, in the order in which they were committed. */
  public List<HistoryEntry> history() {
    return historyAfter(0);
  }

  /** As {@link #history()}, from the entry after the one with this sequence. */
  public List<HistoryEntry> historyAfter(long sequence) {
    return store.journal().stream()
        .filter(version -> version.sequence() > sequence)
        .map(HistoryEntry::of)
        .toList();
  }

  /** The latest version of every resource of a type, deletions left out. */
  public List<HeldResource> held(String type) {
    return store.current(type).stream().map(HeldResource::of).toList();
  }

  /** The JSON of a resource as it is now, without id and meta; empty when there is none. */
  public Optional<String> content(String reference) {
    int slash = reference.indexOf('/');
    ResourceKey key =
        new ResourceKey(reference.substring(0, slash), reference.substring(slash + 1));
    return store.latest(key).filter(version -> !version.deleted()).map(StoredVersion::content);
  }

  /** What the resources of a type refer to as their targets: those of Provenance. */
  public Set<String> targets(String type) {
    return store.current(type).stream()
        .flatMap(version -> version.index().references(SearchParameter.TARGET).stream())
        .map(ResourceKey::toString)
        .collect(Collectors.toSet());
  }

  /** Puts a resource there without a request, as the tenant's own system would. */
  public void putPatient(String id) {
    ResourceKey key = new ResourceKey("Patient", id);
    String content = "{\"resourceType\":\"Patient\",\"active\":true}";
    Draft draft = new Draft(key, content, Labels.NONE, SearchIndex.EMPTY, Set.of());
    store.commit(List.of(Change.write(StoredVersion.Method.PUT, draft, null)), () -> {});
  }

  /** FHIR requests since start or reset, also those that a fault took. */
  public long requests() {
    return traffic.requests();
  }

  /**
   * For each of {@link #requests()}, in order of arrival, how many were under way then, itself
   * included.
   */
  public List<Integer> crowds() {
    return traffic.crowds();
  }

  /** As {@link #requests()}, without GET and HEAD; a bundle is one. */
  public long writeRequests() {
    return traffic.writes();
  }

  /** Bundles since start or reset that reached the server, in order of arrival. */
  public List<ReceivedBundle> bundles() {
    return traffic.bundles();
  }

  /** The next requests, whatever they are, each meet the fault; after those that wait already. */
  public void failNext(int requests, Fault fault) {
    faults.add(requests, fault);
  }

  /** Takes back faults that have not happened yet. */
  public void clearFaults() {
    faults.clear();
  }

  /** From now on answers 422 to a resource of this type and id. */
  public void refuse(String type, String id) {
    refusals.addKey(new ResourceKey(type, id));
  }

  /** From now on answers 422 to an Observation with this code, in it or in a component. */
  public void refuseCode(String code) {
    refusals.addCode(code);
  }

  /** Takes back all refusals. */
  public void clearRefusals() {
    refusals.clear();
  }

  /**
   * From now on every request but that for {@code /metadata} needs a bearer token.
   *
   * @param accepted empty when none is needed any more
   */
  public void requireBearer(Optional<Predicate<String>> accepted) {
    access.require(accepted);
  }

  /** Forgets resources, records, faults and refusals; authentication stays as it is. */
  public void reset() {
    faults.clear();
    refusals.clear();
    store.clear();
    traffic.clear();
  }
}

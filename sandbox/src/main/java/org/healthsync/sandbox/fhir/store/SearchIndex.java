package org.healthsync.sandbox.fhir.store;

import java.util.List;
import java.util.Map;

/** What searches look at in one version of a resource; a parameter without values is absent. */
public record SearchIndex(
    Map<SearchParameter, List<Token>> tokens,
    Map<SearchParameter, List<ResourceKey>> references,
    Map<SearchParameter, List<TimeRange>> times) {

  /** Of a deleted resource: found by nothing. */
  public static final SearchIndex EMPTY = new SearchIndex(Map.of(), Map.of(), Map.of());

  public List<Token> tokens(SearchParameter parameter) {
    return tokens.getOrDefault(parameter, List.of());
  }

  public List<ResourceKey> references(SearchParameter parameter) {
    return references.getOrDefault(parameter, List.of());
  }

  public List<TimeRange> times(SearchParameter parameter) {
    return times.getOrDefault(parameter, List.of());
  }
}

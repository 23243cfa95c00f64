package org.healthsync.sandbox.fhir.store;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A search as R5 defines it, for the parameters of {@link SearchParameter}, {@code _id} and {@code
 * _lastUpdated}, sorted by {@code date}, {@code _lastUpdated} or {@code _id}. Repeated parameters
 * are joined by AND, comma separated values by OR. Anything else is refused rather than ignored: a
 * search that silently finds too much hides mistakes.
 */
public final class SearchQuery {

  /** Parameters about the answer, which the REST layer sees to. */
  private static final Set<String> ABOUT_THE_ANSWER =
      Set.of("_count", "_summary", "_total", "_format", "_pretty", "_elements", "_offset");

  private final String type;
  private final List<Predicate<StoredVersion>> criteria = new ArrayList<>();
  private Comparator<StoredVersion> order = Comparator.comparingLong(StoredVersion::sequence);
  private @Nullable ResourceKey referred;

  private SearchQuery(String type) {
    this.type = type;
  }

  /**
   * Reads the parameters of a search.
   *
   * @param type the resource type searched
   * @param known the parameters that the type has
   * @param parameters as in the URL, decoded
   * @throws InvalidRequestException for an unknown parameter, modifier or malformed value
   */
  public static SearchQuery parse(
      String type, Set<SearchParameter> known, Map<String, String[]> parameters) {
    SearchQuery query = new SearchQuery(type);
    parameters.forEach(
        (name, values) -> {
          for (String value : values) {
            query.add(known, name, value);
          }
        });
    return query;
  }

  /** The current resources that match, in the order asked for, else in that of their last write. */
  public List<StoredVersion> in(ResourceStore store) {
    List<StoredVersion> candidates =
        referred == null ? store.current(type) : store.referring(type, referred);
    return candidates.stream().filter(this::matches).sorted(order).toList();
  }

  /** Whether one version satisfies all criteria. */
  public boolean matches(StoredVersion version) {
    return criteria.stream().allMatch(criterion -> criterion.test(version));
  }

  private void add(Set<SearchParameter> known, String name, String value) {
    try {
      switch (name) {
        case "_id" -> criteria.add(Criterion.id(value));
        case "_lastUpdated" -> criteria.add(Criterion.lastUpdated(value));
        case "_sort" -> order = Sorting.parse(value);
        default -> addKnown(known, name, value);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("Invalid value of search parameter " + name, e);
    }
  }

  private void addKnown(Set<SearchParameter> known, String name, String value) {
    if (ABOUT_THE_ANSWER.contains(name)) {
      return;
    }
    String[] parts = name.split(":", 2);
    SearchParameter parameter =
        SearchParameter.ofCode(parts[0])
            .filter(known::contains)
            .orElseThrow(() -> new InvalidRequestException("Unknown search parameter " + name));
    boolean reference = parameter.kind() == SearchParameter.Kind.REFERENCE;
    if (parts.length == 2 && !(reference && Character.isUpperCase(parts[1].charAt(0)))) {
      throw new InvalidRequestException("Unknown search modifier " + name);
    }
    String searched = parts.length == 2 && !value.contains("/") ? parts[1] + "/" + value : value;
    criteria.add(Criterion.of(parameter, searched));
    if (reference && parameter != SearchParameter.TARGET && !searched.contains(",")) {
      referred = Criterion.referred(parameter, searched);
    }
  }
}

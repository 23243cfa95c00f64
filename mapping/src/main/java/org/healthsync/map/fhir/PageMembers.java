package org.healthsync.map.fhir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.healthsync.map.fhir.Piece.Links;
import org.healthsync.spi.reading.Header;

/**
 * Finds what belongs to a session in its page: resources of the types that the session's row lists
 * as members, whose source keys continue the session's: {@code 3081/hr} belongs to {@code 3081}.
 */
final class PageMembers {

  static final PageMembers NONE = new PageMembers(List.of(), resource -> true);

  private final TreeMap<String, List<FhirResource>> byKey = new TreeMap<>();
  private final Predicate<FhirResource> sent;

  /**
   * Among {@code resources}.
   *
   * @param sent whether a resource goes to the FHIR server; asked for members only
   */
  PageMembers(Collection<FhirResource> resources, Predicate<FhirResource> sent) {
    this.sent = sent;
    for (FhirResource resource : resources) {
      byKey.computeIfAbsent(resource.sourceKey(), key -> new ArrayList<>()).add(resource);
    }
  }

  Links of(Header session, Row row) {
    Set<String> types = row.structure().members();
    if (types.isEmpty() || byKey.isEmpty()) {
      return Links.NONE;
    }
    List<String> members = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    // '0' is the character after '/'
    Map<String, List<FhirResource>> continued =
        byKey.subMap(session.sourceKey() + "/", session.sourceKey() + "0");
    for (List<FhirResource> resources : continued.values()) {
      for (FhirResource resource : resources) {
        if (types.contains(resource.readingType()) && sent.test(resource)) {
          boolean file = resource.resourceType().equals("DocumentReference");
          (file ? sources : members).add(resource.reference());
        }
      }
    }
    return new Links(members, sources);
  }
}

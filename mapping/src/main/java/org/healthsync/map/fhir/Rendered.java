package org.healthsync.map.fhir;

import java.util.List;
import java.util.UUID;
import org.healthsync.spi.reading.MappingProblem;

/** What became of one reading. */
public sealed interface Rendered {

  /**
   * It became resources.
   *
   * @param resources what others refer to first: the Device when the reading names one, then the
   *     stages of a session where they are resources of their own, then the rest
   */
  record Resources(List<FhirResource> resources) implements Rendered {
    /** Copies the list. */
    public Resources {
      resources = List.copyOf(resources);
    }
  }

  /**
   * The provider no longer has it.
   *
   * @param resourceType such as {@code Observation}
   * @param id of the resource to withdraw
   * @param readingType type of the deleted reading
   * @param sourceKey key of the deleted reading
   */
  record Deleted(String resourceType, UUID id, String readingType, String sourceKey)
      implements Rendered {

    /** Whether a resource was made of the deleted reading; one reading can become several. */
    boolean isOf(FhirResource resource) {
      return resource.readingType().equals(readingType) && resource.sourceKey().equals(sourceKey);
    }
  }

  /**
   * The table leaves its type out; it is counted and nothing else.
   *
   * @param readingType type of the reading
   */
  record Skipped(String readingType) implements Rendered {}

  /**
   * It cannot become a resource; it belongs into quarantine.
   *
   * @param problem codes {@code unmapped-type}, {@code wrong-shape}, {@code missing-component},
   *     {@code bad-unit}, {@code bad-text}, {@code out-of-range}, {@code unknown-stage}, {@code
   *     bad-timing}
   */
  record Problem(MappingProblem problem) implements Rendered {}
}

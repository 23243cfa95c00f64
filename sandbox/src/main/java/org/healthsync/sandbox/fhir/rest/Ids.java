package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.hl7.fhir.r5.model.Resource;

/** Ids that clients choose, checked, and those that the server gives. Thread-safe. */
final class Ids {

  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final AtomicLong given = new AtomicLong();

  /** A new id of the server's. */
  ResourceKey next(String type) {
    return new ResourceKey(type, "server-" + given.incrementAndGet());
  }

  /** For a conditional update that found nothing: the id in the body, else a new one. */
  ResourceKey nextOrOwn(WriteRequest request) {
    Resource resource = Objects.requireNonNull(request.resource());
    String own = resource.getIdElement().getIdPart();
    return own == null ? next(request.type()) : clientAssigned(request.type(), own);
  }

  /**
   * The id in the URL of an update.
   *
   * @throws InvalidRequestException when it is not a legal id or the body has another
   */
  ResourceKey assignedBy(WriteRequest request) {
    ResourceKey key = clientAssigned(request.type(), Objects.requireNonNull(request.id()));
    String own = Objects.requireNonNull(request.resource()).getIdElement().getIdPart();
    if (own != null && !own.equals(key.id())) {
      throw new InvalidRequestException("The id in the resource is not the one in the URL");
    }
    return key;
  }

  private static ResourceKey clientAssigned(String type, String id) {
    if (DIGITS.matcher(id).matches()) {
      throw new InvalidRequestException(
          "Clients may only assign ids that contain at least one non-numeric character");
    }
    return named(type, id);
  }

  /**
   * The resource of that type and id.
   *
   * @throws InvalidRequestException when it is not a legal id
   */
  static ResourceKey named(String type, String id) {
    try {
      return new ResourceKey(type, id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(e.getMessage(), e);
    }
  }
}

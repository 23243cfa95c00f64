package org.healthsync.sandbox.fhir.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a resource on this server. Ids are compared as written, as HAPI does it, although R5 calls
 * them case-insensitive.
 *
 * @param type resource type, such as {@code Observation}
 * @param id logical id, R5 data type {@code id}
 */
public record ResourceKey(String type, String id) {

  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
  private static final Pattern RELATIVE =
      Pattern.compile("([A-Z][A-Za-z]{1,63})/([A-Za-z0-9\\-.]{1,64})(?:/_history/[^/]+)?");

  public ResourceKey {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("type is not the name of a resource type");
    }
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("id is not 1 to 64 of A-Z a-z 0-9 - .");
    }
  }

  /** Reads {@code Type/id} or {@code Type/id/_history/v}; empty for anything else. */
  public static Optional<ResourceKey> parse(String reference) {
    Matcher matcher = RELATIVE.matcher(reference);
    return matcher.matches()
        ? Optional.of(new ResourceKey(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** The relative reference: {@code Type/id}. */
  @Override
  public String toString() {
    return type + "/" + id;
  }
}

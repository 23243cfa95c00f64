package org.healthsync.sandbox.fhir;

import org.healthsync.sandbox.fhir.store.SearchParameter;
import org.healthsync.sandbox.fhir.store.StoredVersion;
import org.healthsync.sandbox.fhir.store.Token;
import org.jspecify.annotations.Nullable;

/**
 * What the server holds of one resource now, without its content.
 *
 * @param reference "Observation/x"
 * @param version from 1
 * @param system of the first business identifier; empty without one
 * @param value of the first business identifier; empty without one
 * @param status the resource's own; empty without one
 */
public record HeldResource(
    String reference, long version, String system, String value, String status) {

  static HeldResource of(StoredVersion stored) {
    Token identifier = first(stored, SearchParameter.IDENTIFIER);
    return new HeldResource(
        stored.key().toString(),
        stored.version(),
        text(identifier.system()),
        text(identifier.value()),
        text(first(stored, SearchParameter.STATUS).value()));
  }

  private static Token first(StoredVersion stored, SearchParameter parameter) {
    return stored.index().tokens(parameter).stream().findFirst().orElse(new Token("", ""));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}

package org.healthsync.deliver.fhir;

import java.net.URI;
import org.healthsync.platform.Secret;

/** How a destination wants to know who we are. */
public sealed interface FhirAuth {

  /** It does not. */
  record None() implements FhirAuth {}

  /**
   * By a fixed header.
   *
   * @param name such as {@code X-Api-Key}
   * @param value sent as it is
   */
  record Header(String name, Secret value) implements FhirAuth {}

  /**
   * By OAuth 2.0 client credentials.
   *
   * @param tokenUrl the token endpoint
   * @param clientId our id there
   * @param clientSecret our secret there
   * @param scope wanted scopes, separated by spaces; may be empty
   */
  record OAuth2(URI tokenUrl, String clientId, Secret clientSecret, String scope)
      implements FhirAuth {}
}

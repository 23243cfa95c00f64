package org.healthsync.sandbox.withings;

import java.util.Set;

/** What a person allowed a client. One consent makes one grant; its tokens come and go. */
record Grant(String clientId, long userId, Set<String> scopes) {

  Grant {
    scopes = Set.copyOf(scopes);
  }

  /** Passes when the person ticked the scope; the empty text asks for none. */
  void require(String scope) {
    if (!scope.isEmpty() && !scopes.contains(scope)) {
      throw VendorFailure.scopeMissing(scope);
    }
  }
}

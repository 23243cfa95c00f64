package org.healthsync.connect.oauth;

import java.util.Optional;
import java.util.Set;
import org.healthsync.connect.token.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A token endpoint's success.
 *
 * @param tokens what is stored; scopes are empty when the answer named none
 * @param accountId the provider's id of the person, null when the answer did not tell
 */
record TokenAnswer(Tokens tokens, @Nullable String accountId) {

  /** The granted scopes, when the answer named them. */
  Optional<Set<String>> scopes() {
    return tokens.scopes().isEmpty() ? Optional.empty() : Optional.of(tokens.scopes());
  }

  @Override
  public String toString() {
    return "TokenAnswer[****]";
  }
}

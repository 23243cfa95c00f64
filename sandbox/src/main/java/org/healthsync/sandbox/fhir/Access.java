package org.healthsync.sandbox.fhir;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who may come in. Thread-safe. */
final class Access {

  private static final String SCHEME = "Bearer ";

  private volatile Optional<Predicate<String>> accepted;

  Access(Optional<Predicate<String>> accepted) {
    this.accepted = accepted;
  }

  void require(Optional<Predicate<String>> tokens) {
    accepted = tokens;
  }

  /**
   * Whether a request with this header may come in.
   *
   * @param authorization the header of that name, null when there is none
   */
  boolean allows(@Nullable String authorization) {
    return accepted.map(tokens -> matches(tokens, authorization)).orElse(true);
  }

  private static boolean matches(Predicate<String> tokens, @Nullable String authorization) {
    return authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && tokens.test(authorization.substring(SCHEME.length()).trim());
  }
}

package org.healthsync.platform.api;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Set;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.TenantId;

/**
 * Who calls, as the verified bearer token says. A resource method takes {@code @Context
 * SecurityContext} and asks {@link #of}.
 *
 * @param tenant for whom the caller acts; every query is limited to it
 * @param subject the token's subject, for the audit
 * @param roles those of {@value #APP}, {@value #OPERATOR}, {@value #ADMIN} that the token grants
 */
public record Caller(TenantId tenant, String subject, Set<String> roles) implements Principal {

  /** Role of a tenant's app: its users, connections and syncs. */
  public static final String APP = "app";

  /** Role of the people who run the service: quarantine, budgets. */
  public static final String OPERATOR = "operator";

  /** Role of who may change the service itself: plugins. */
  public static final String ADMIN = "admin";

  /** Copies the roles. */
  public Caller {
    roles = Set.copyOf(roles);
  }

  /**
   * The caller of the current request.
   *
   * @throws ProblemException {@code unauthenticated} when there is none, as on public paths
   */
  public static Caller of(SecurityContext security) {
    if (security.getUserPrincipal() instanceof Caller caller) {
      return caller;
    }
    throw new ProblemException(
        ProblemCode.UNAUTHENTICATED, "Send a valid token as Authorization: Bearer");
  }

  @Override
  public String getName() {
    return subject;
  }
}

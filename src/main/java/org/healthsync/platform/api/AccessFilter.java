package org.healthsync.platform.api;

import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.Tenants;

/**
 * Lets a request through to a resource method only when the method says {@code @PermitAll}, or
 * {@code @RolesAllowed} one of the caller's roles. A method that says neither is closed to all. The
 * token itself was verified by the server (MicroProfile JWT); here its tenant is looked up, and the
 * {@link Caller} takes the place of the token as the request's principal.
 */
@Provider
@Dependent
@Priority(Priorities.AUTHENTICATION)
public class AccessFilter implements ContainerRequestFilter {

  private final Tenants tenants;
  private final ApiSettings settings;

  @Context ResourceInfo resource;

  /** Knows the tenants and the claim that names one. */
  @Inject
  public AccessFilter(Tenants tenants, ApiSettings settings) {
    this.tenants = tenants;
    this.settings = settings;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = resource.getResourceMethod();
    if (method == null || isPublic(method)) {
      return;
    }
    Caller caller = caller(request.getSecurityContext());
    Set<String> allowed = allowedRoles(method);
    if (caller.roles().stream().noneMatch(allowed::contains)) {
      throw new ProblemException(
          ProblemCode.FORBIDDEN,
          "This needs one of the roles " + allowed.stream().sorted().toList());
    }
    request.setSecurityContext(new CallerContext(caller, request.getSecurityContext()));
  }

  private Caller caller(SecurityContext security) {
    if (!(security.getUserPrincipal() instanceof JsonWebToken token)) {
      throw new ProblemException(
          ProblemCode.UNAUTHENTICATED, "Send a valid token as Authorization: Bearer");
    }
    TenantId tenant =
        claim(token, settings.tenantClaim())
            .flatMap(AccessFilter::tenantId)
            .filter(tenants::knows)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemCode.FORBIDDEN,
                        "The token's claim "
                            + settings.tenantClaim()
                            + " names no tenant of this service"));
    String subject = claim(token, "sub").orElse("unknown");
    Set<String> groups = token.getGroups();
    return new Caller(tenant, subject, groups == null ? Set.of() : groups);
  }

  private static Optional<String> claim(JsonWebToken token, String name) {
    Object value = token.getClaim(name);
    if (value instanceof jakarta.json.JsonString json) {
      return Optional.of(json.getString());
    }
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static Optional<TenantId> tenantId(String name) {
    try {
      return Optional.of(new TenantId(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isPublic(Method method) {
    return method.isAnnotationPresent(PermitAll.class)
        || (!method.isAnnotationPresent(RolesAllowed.class)
            && method.getDeclaringClass().isAnnotationPresent(PermitAll.class));
  }

  private static Set<String> allowedRoles(Method method) {
    return roles(method).or(() -> roles(method.getDeclaringClass())).orElse(Set.of());
  }

  private static Optional<Set<String>> roles(AnnotatedElement element) {
    return Optional.ofNullable(element.getAnnotation(RolesAllowed.class))
        .map(annotation -> Set.copyOf(Arrays.asList(annotation.value())));
  }

  private record CallerContext(Caller caller, SecurityContext original) implements SecurityContext {

    @Override
    public Principal getUserPrincipal() {
      return caller;
    }

    @Override
    public boolean isUserInRole(String role) {
      return caller.roles().contains(role);
    }

    @Override
    public boolean isSecure() {
      return original.isSecure();
    }

    @Override
    public String getAuthenticationScheme() {
      return original.getAuthenticationScheme();
    }
  }
}

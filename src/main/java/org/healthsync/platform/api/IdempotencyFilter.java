package org.healthsync.platform.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;

/**
 * Honours {@code Idempotency-Key} on POST: the same key with the same request gets the first answer
 * again, with another request 422. Only successes are kept; after a failure the key can be used
 * again. Where the outcome is unknown the key is refused with {@code conflict}.
 */
@Provider
@Dependent
@Priority(Priorities.AUTHORIZATION + 20)
public class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter {

  static final String HEADER = "Idempotency-Key";

  private static final System.Logger LOG = System.getLogger(IdempotencyFilter.class.getName());

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final String RESERVED = IdempotencyFilter.class.getName() + ".reserved";

  private final IdempotencyKeys keys;

  /** Remembers answers in {@code keys}. */
  @Inject
  public IdempotencyFilter(IdempotencyKeys keys) {
    this.keys = keys;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    String key = request.getHeaderString(HEADER);
    if (key == null
        || !request.getMethod().equals(HttpMethod.POST)
        || !(request.getSecurityContext().getUserPrincipal() instanceof Caller caller)) {
      return;
    }
    if (!FORM.matcher(key).matches()) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD, "The value must be 1 to 128 visible ASCII characters", HEADER);
    }
    IdempotencyKeys.Found found = keys.reserve(caller.tenant(), key, hash(request));
    IdempotencyKeys.Answer earlier = found.earlier();
    if (earlier == null) {
      request.setProperty(RESERVED, found.reservation());
    } else {
      request.abortWith(replay(earlier));
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!(request.getProperty(RESERVED) instanceof IdempotencyKeys.Reservation reservation)) {
      return;
    }
    try {
      if (response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL) {
        keys.store(reservation, answer(response));
      } else {
        keys.release(reservation);
      }
    } catch (RuntimeException e) {
      // the work is done or has failed, and the caller is told so: only a retry learns nothing
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "the outcome under an Idempotency-Key is not kept: " + FailureTrace.of(e));
    }
  }

  private static IdempotencyKeys.Answer answer(ContainerResponseContext response) {
    String body =
        response.hasEntity()
            ? new String(Json.bytes(response.getEntity()), StandardCharsets.UTF_8)
            : null;
    return new IdempotencyKeys.Answer(
        response.getStatus(), response.getHeaderString(HttpHeaders.LOCATION), body);
  }

  private static Response replay(IdempotencyKeys.Answer answer) {
    Response.ResponseBuilder response = Response.status(answer.status());
    if (answer.location() != null) {
      response.header(HttpHeaders.LOCATION, answer.location());
    }
    if (answer.body() != null) {
      response.type(MediaType.APPLICATION_JSON_TYPE).entity(answer.body());
    }
    return response.build();
  }

  private static byte[] hash(ContainerRequestContext request) throws IOException {
    byte[] body = request.getEntityStream().readAllBytes();
    request.setEntityStream(new ByteArrayInputStream(body));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String target = request.getMethod() + " " + request.getUriInfo().getRequestUri().getRawPath();
      digest.update(target.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return digest.digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }
}

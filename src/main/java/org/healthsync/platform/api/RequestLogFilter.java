package org.healthsync.platform.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Gives every request an id, taken from {@code X-Request-Id} when the caller sent a usable one, and
 * logs one line per request. The line names the resource method, never the path: paths hold user
 * ids.
 */
@Provider
@PreMatching
@Dependent
@Priority(0)
public class RequestLogFilter implements ContainerRequestFilter, ContainerResponseFilter {

  static final String HEADER = "X-Request-Id";

  private static final System.Logger LOG = System.getLogger(RequestLogFilter.class.getName());
  private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._-]{8,64}");
  private static final String STARTED = RequestLogFilter.class.getName() + ".started";

  private final Clock clock;

  @Context ResourceInfo resource;

  /** Measures by {@code clock}. */
  @Inject
  public RequestLogFilter(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String offered = request.getHeaderString(HEADER);
    boolean usable = offered != null && USABLE.matcher(offered).matches();
    request.setProperty(HEADER, usable ? offered : UUID.randomUUID().toString());
    request.setProperty(STARTED, clock.instant());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(HEADER) instanceof String id) {
      response.getHeaders().putSingle(HEADER, id);
      LOG.log(
          System.Logger.Level.INFO,
          () ->
              "%s %s %d %d ms request=%s"
                  .formatted(
                      request.getMethod(), operation(), response.getStatus(), millis(request), id));
    }
  }

  private String operation() {
    Method method = resource.getResourceMethod();
    return method == null
        ? "unmatched"
        : method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private long millis(ContainerRequestContext request) {
    return request.getProperty(STARTED) instanceof Instant started
        ? Duration.between(started, clock.instant()).toMillis()
        : 0;
  }
}

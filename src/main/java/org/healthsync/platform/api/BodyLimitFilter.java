package org.healthsync.platform.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;

/**
 * Reads the body of an admitted request into memory, up to the limit. Runs after access was
 * granted, so that only callers we know can make us read; whatever comes later reads from memory.
 */
@Provider
@Dependent
@Priority(Priorities.AUTHORIZATION + 10)
public class BodyLimitFilter implements ContainerRequestFilter {

  private final ApiSettings settings;

  @Context ResourceInfo resource;

  /** Takes the limits from {@code settings}. */
  @Inject
  public BodyLimitFilter(ApiSettings settings) {
    this.settings = settings;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    int maxBytes = maxBytes();
    if (request.getLength() > maxBytes) {
      throw tooLarge(maxBytes);
    }
    if (request.getEntityStream() == null) {
      return;
    }
    byte[] body = request.getEntityStream().readNBytes(maxBytes + 1);
    if (body.length > maxBytes) {
      throw tooLarge(maxBytes);
    }
    request.setEntityStream(new ByteArrayInputStream(body));
  }

  private int maxBytes() {
    Class<?> called = resource.getResourceClass();
    return called != null && called.isAnnotationPresent(FromProviders.class)
        ? settings.maxNotificationBytes()
        : settings.maxBodyBytes();
  }

  private static ProblemException tooLarge(int maxBytes) {
    return new ProblemException(
        ProblemCode.BODY_TOO_LARGE, "A body may have at most " + maxBytes + " bytes");
  }
}

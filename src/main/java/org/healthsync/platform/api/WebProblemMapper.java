package org.healthsync.platform.api;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers what JAX-RS itself refuses as a problem, keeping headers such as {@code Allow}. What is
 * no error (the answer to {@code OPTIONS} comes this way) stays as it is.
 */
@Provider
@Dependent
public class WebProblemMapper implements ExceptionMapper<WebApplicationException> {

  private static final int FIRST_ERROR = 400;

  @Override
  public Response toResponse(WebApplicationException thrown) {
    Response original = thrown.getResponse();
    if (original.getStatus() < FIRST_ERROR) {
      return original;
    }
    Response problem = Problems.response(thrown);
    String allow = original.getHeaderString("Allow");
    return allow == null ? problem : Response.fromResponse(problem).header("Allow", allow).build();
  }
}

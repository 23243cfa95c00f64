package org.healthsync.platform.api;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;

/** The body of a 401 that the server answers by itself, before any request reaches the API. */
@WebServlet("/problems/unauthenticated")
public class UnauthenticatedServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemException problem =
        new ProblemException(
            ProblemCode.UNAUTHENTICATED, "Send a valid token as Authorization: Bearer");
    response.setStatus(problem.code().status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    Json.mapper().writeValue(response.getOutputStream(), Problem.of(problem));
  }
}

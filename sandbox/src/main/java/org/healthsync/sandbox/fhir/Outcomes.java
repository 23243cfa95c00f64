package org.healthsync.sandbox.fhir;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers that do not come from the FHIR servlet. */
final class Outcomes {

  private Outcomes() {}

  /**
   * Answers with an OperationOutcome of one issue.
   *
   * @param code R5 issue-type
   * @param reason plain text of our own without quotes or backslashes
   */
  static void write(HttpServletResponse response, int status, String code, String reason)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/fhir+json;charset=UTF-8");
    response
        .getWriter()
        .write(
            """
            {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"%s",\
            "diagnostics":"%s"}]}"""
                .formatted(code, reason));
  }
}

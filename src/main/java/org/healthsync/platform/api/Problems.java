package org.healthsync.platform.api;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.healthsync.platform.DatabaseOutage;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;

/**
 * Turns whatever was thrown into a problem. Messages of foreign exceptions are never shown and
 * never logged, as they may quote what the caller sent: for our own failures the log has the types
 * and the places.
 */
final class Problems {

  private static final System.Logger LOG = System.getLogger(Problems.class.getName());
  private static final int DEPTH = 8;
  private static final int SECONDS_TO_RETRY = 5;

  private Problems() {}

  static Response response(Throwable thrown) {
    return response(of(thrown));
  }

  static Response response(Problem problem) {
    // written here, not by a message body writer: this must work whatever the caller accepts
    Response.ResponseBuilder response =
        Response.status(problem.status())
            .type(MediaType.valueOf(Problem.MEDIA_TYPE))
            .entity(Json.bytes(problem));
    if (problem.status() == ProblemCode.UNAUTHENTICATED.status()) {
      response.header("WWW-Authenticate", "Bearer");
    }
    if (problem.status() == ProblemCode.UNAVAILABLE.status()) {
      response.header("Retry-After", SECONDS_TO_RETRY);
    }
    return response.build();
  }

  static Problem of(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEPTH; depth++) {
      if (cause instanceof ProblemException problem) {
        return Problem.of(problem);
      }
      if (cause instanceof JsonProcessingException json && isCallersFault(json)) {
        return ofJson(json);
      }
      if (cause instanceof ConstraintViolationException violations) {
        return ofViolations(violations);
      }
      if (DatabaseOutage.is(cause)) {
        return outage(thrown);
      }
      cause = cause.getCause();
    }
    if (thrown instanceof WebApplicationException web && web.getResponse().getStatus() != 500) {
      return ofStatus(web.getResponse().getStatus());
    }
    return incident(thrown);
  }

  private static boolean isCallersFault(JsonProcessingException json) {
    return !(json.getCause() instanceof ProblemException)
        && !(json instanceof InvalidDefinitionException)
        && !(json instanceof JsonGenerationException);
  }

  private static Problem ofJson(JsonProcessingException json) {
    if (json instanceof UnrecognizedPropertyException unknown) {
      return Problem.of(
          ProblemCode.UNKNOWN_FIELD, "Leave the field out", JsonPath.of(unknown), null);
    }
    if (json instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return Problem.of(
          ProblemCode.INVALID_FIELD, "The value has the wrong form", JsonPath.of(mapping), null);
    }
    if (json instanceof JsonMappingException) {
      return Problem.of(ProblemCode.MALFORMED_JSON, "Send one JSON object", null, null);
    }
    var place = json.getLocation();
    String where =
        place == null ? "" : " at line " + place.getLineNr() + " column " + place.getColumnNr();
    return Problem.of(ProblemCode.MALFORMED_JSON, "Reading stopped" + where, null, null);
  }

  private static Problem ofViolations(ConstraintViolationException violations) {
    var first = violations.getConstraintViolations().stream().findFirst();
    return Problem.of(
        ProblemCode.INVALID_FIELD,
        first.map(violation -> violation.getMessage()).orElse("A value is out of range"),
        first.map(violation -> violation.getPropertyPath().toString()).orElse(null),
        null);
  }

  private static Problem ofStatus(int status) {
    return switch (status) {
      case 401 -> simple(ProblemCode.UNAUTHENTICATED, "Send a valid token");
      case 403 -> simple(ProblemCode.FORBIDDEN, "The token does not allow this");
      case 404 -> simple(ProblemCode.NOT_FOUND, "Nothing is at this path");
      case 405 -> simple(ProblemCode.METHOD_NOT_ALLOWED, "See Allow for what is offered");
      case 406 -> simple(ProblemCode.NOT_ACCEPTABLE, "Accept application/json");
      case 413 -> simple(ProblemCode.BODY_TOO_LARGE, "Send less");
      case 415 -> simple(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send application/json");
      case 503 -> simple(ProblemCode.OVERLOADED, "Try again later");
      default ->
          status < 500
              ? simple(ProblemCode.INVALID_FIELD, "The request cannot be understood")
              : simple(ProblemCode.INTERNAL, "Try again later");
    };
  }

  private static Problem simple(ProblemCode code, String detail) {
    return Problem.of(code, detail, null, null);
  }

  private static Problem outage(Throwable thrown) {
    LOG.log(
        System.Logger.Level.WARNING,
        () -> "the database cannot be used: " + FailureTrace.of(thrown));
    return simple(ProblemCode.UNAVAILABLE, "The database cannot be used now; ask again");
  }

  private static Problem incident(Throwable thrown) {
    String incident = UUID.randomUUID().toString();
    LOG.log(
        System.Logger.Level.ERROR, () -> "incident " + incident + ": " + FailureTrace.of(thrown));
    return Problem.of(ProblemCode.INTERNAL, "Tell the operator the incident id", null, incident);
  }
}

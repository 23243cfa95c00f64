package org.healthsync.platform;

/**
 * What can be wrong with an API call, stable for ever. The lower-case name with hyphens is the
 * problem's {@code code} (RFC 9457 extension member) and the end of its {@code type}.
 */
public enum ProblemCode {
  /** The body is no JSON. */
  MALFORMED_JSON(400, "The body is not well-formed JSON"),
  /** A field is missing, of the wrong type or out of range. */
  INVALID_FIELD(400, "A field has an invalid value"),
  /** A field that nobody knows. */
  UNKNOWN_FIELD(400, "The body has an unknown field"),
  /** No plugin of that name is active. */
  UNKNOWN_PROVIDER(400, "There is no such provider"),
  /** The provider has no such stream. */
  UNKNOWN_STREAM(400, "The provider has no such stream"),
  /** {@code from} is not before {@code to}. */
  EMPTY_WINDOW(400, "The window is empty"),
  /** The window reaches into the future. */
  FUTURE_WINDOW(400, "The window lies in the future"),
  /** The return URL is not registered for the tenant. */
  UNREGISTERED_RETURN_URL(400, "The return URL is not registered"),
  /** The page cursor was not made by us. */
  INVALID_CURSOR(400, "The page cursor is invalid"),
  /** The state of an OAuth callback is unknown, used or too old. */
  INVALID_STATE(400, "The authorization is unknown or has expired"),
  /** No or no valid token. */
  UNAUTHENTICATED(401, "A valid bearer token is needed"),
  /** The role does not suffice. */
  FORBIDDEN(403, "The role does not allow this"),
  /** Not there, or another tenant's. */
  NOT_FOUND(404, "There is no such resource"),
  /** The method is not offered here. */
  METHOD_NOT_ALLOWED(405, "The method is not offered here"),
  /** None of the offered media types is accepted. */
  NOT_ACCEPTABLE(406, "None of the offered media types is accepted"),
  /** The state does not allow this now. */
  CONFLICT(409, "The current state does not allow this"),
  /** The same Idempotency-Key came with another request. */
  IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used for another request"),
  /** A mapping file has mistakes. */
  MAPPING_INVALID(422, "The mapping cannot be used"),
  /** The body is larger than allowed. */
  BODY_TOO_LARGE(413, "The body is too large"),
  /** The body is not JSON by its media type. */
  UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
  /** Too much is waiting; back-pressure. */
  OVERLOADED(503, "The service cannot take more work now"),
  /** Something that this call needs, such as the database or Redis, is away. */
  UNAVAILABLE(503, "A part of the service is not available"),
  /** Our fault. */
  INTERNAL(500, "The service failed");

  private final int status;
  private final String title;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** The same sentence for every occurrence. */
  public String title() {
    return title;
  }

  /** The stable code, such as {@code unknown-provider}. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}

package org.healthsync.sandbox.withings;

/** A refusal in the vendor's way: a status other than 0 and a text, inside an HTTP 200. */
final class VendorFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  private VendorFailure(int status, String error) {
    super(error);
    this.status = status;
  }

  int status() {
    return status;
  }

  static VendorFailure invalidParams(String what) {
    return new VendorFailure(503, "Invalid Params: " + what);
  }

  static VendorFailure unauthorized() {
    return new VendorFailure(
        401, "XRequestID: Not provided invalid_token: The access token provided is invalid");
  }

  static VendorFailure scopeMissing(String scope) {
    return new VendorFailure(277, "Unauthorized: scope " + scope + " is not granted");
  }

  static VendorFailure badCallback() {
    return new VendorFailure(293, "The callback URL is either absent or incorrect");
  }

  static VendorFailure noSuchSubscription() {
    return new VendorFailure(294, "No such subscription could be found");
  }

  static VendorFailure badSignature() {
    return new VendorFailure(342, "The signature (using HMAC-SHA256) is invalid");
  }

  static VendorFailure timeout() {
    return new VendorFailure(522, "Timeout");
  }

  static VendorFailure tooManyRequests() {
    return new VendorFailure(601, "Too Many Requests");
  }

  static VendorFailure unknownAction() {
    return new VendorFailure(2554, "Not implemented: unknown action");
  }
}

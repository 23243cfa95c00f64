package org.healthsync.connect.api;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.connect.oauth.Callback;
import org.jspecify.annotations.Nullable;

/** Where providers send the person's browser back to. */
@Path("/oauth/callback")
@Dependent
@PermitAll
@Tag(name = "Authorization")
public class CallbackResource {

  private final Callback callback;

  /** Delegates to {@code callback}. */
  @Inject
  public CallbackResource(Callback callback) {
    this.callback = callback;
  }

  /** Takes the redirect in. */
  @GET
  @SecurityRequirements
  @Operation(
      operationId = "oauthCallback",
      summary = "End of an authorization; called by the person's browser",
      description =
          "Redirects to the app's return URL with connection and status, and with error when the"
              + " authorization did not succeed: access_denied, invalid_scope, server_error,"
              + " temporarily_unavailable, authorization_failed, exchange_failed,"
              + " required_scope_missing, account_in_use, account_mismatch, connection_gone.")
  @APIResponse(responseCode = "303", description = "To the return URL")
  @APIResponse(responseCode = "400", description = "invalid-state: unknown, used or expired")
  @APIResponse(responseCode = "503", description = "unavailable: try again later")
  public CompletionStage<Response> complete(
      @QueryParam("state") @Nullable String state,
      @QueryParam("code") @Nullable String code,
      @QueryParam("error") @Nullable String error,
      @QueryParam("scope") @Nullable String scope) {
    return callback
        .complete(new Callback.Redirect(state, code, error, scope))
        .thenApply(CallbackResource::redirect);
  }

  private static Response redirect(URI target) {
    return Response.seeOther(target)
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .build();
  }
}

package org.healthsync.connect.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.connect.oauth.AuthorizationFlow;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.PublicAddress;
import org.healthsync.platform.UserId;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.healthsync.platform.api.Listing;
import org.healthsync.platform.api.Problem;
import org.jspecify.annotations.Nullable;

/** A user's connections. */
@Path("/api/v1/users/{userId}/connections")
@Dependent
@RolesAllowed(Caller.APP)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Connections")
public class UserConnectionsResource {

  private final AuthorizationFlow flow;
  private final ConnectionListing listing;
  private final PublicAddress address;

  /** Delegates to {@code flow} and {@code listing}. */
  @Inject
  public UserConnectionsResource(
      AuthorizationFlow flow, ConnectionListing listing, PublicAddress address) {
    this.flow = flow;
    this.listing = listing;
    this.address = address;
  }

  /** Begins a connection. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "beginConnection",
      summary = "Begin to connect an account",
      description =
          "Open authorizationUrl in the person's browser. When the person authorizes an account"
              + " that this user has connected before, that connection is renewed and the return"
              + " URL names it.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = ConnectionBody.class),
              examples =
                  @ExampleObject(
                      name = "Withings",
                      value =
                          "{\"provider\":\"withings\",\"returnUrl\":\"https://app.example/done\"}")))
  @APIResponse(
      responseCode = "201",
      description = "The authorization waits for the person",
      content = @Content(schema = @Schema(implementation = BegunJson.class)))
  @APIResponse(
      responseCode = "400",
      description = "unknown-provider, unregistered-return-url, invalid-field, ...",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(responseCode = "404", description = "not-found: there is no such user")
  @APIResponse(responseCode = "503", description = "unavailable: try again later")
  public Response begin(
      @PathParam("userId") String userId,
      @Nullable ConnectionBody body,
      @Context SecurityContext security) {
    UserId user = Fields.pathId(userId, UserId::new);
    return created(BegunJson.of(flow.begin(Fields.body(body).wish(Caller.of(security), user))));
  }

  /** Authorizes a connection again. */
  @POST
  @Path("/{id}/reauthorize")
  @Operation(
      operationId = "reauthorizeConnection",
      summary = "Authorize a connection again",
      description =
          "For a connection in REAUTHORIZE, one that lacks scopes, or one that was never completed."
              + " It keeps its status until the person has consented, with the same account.")
  @APIResponse(
      responseCode = "201",
      description = "The authorization waits for the person",
      content = @Content(schema = @Schema(implementation = BegunJson.class)))
  @APIResponse(responseCode = "404", description = "not-found")
  @APIResponse(responseCode = "409", description = "conflict: the connection is revoked")
  public Response reauthorize(
      @PathParam("userId") String userId,
      @PathParam("id") String id,
      @Context SecurityContext security) {
    UserId user = Fields.pathId(userId, UserId::new);
    ConnectionId connection = Fields.pathId(id, ConnectionId::parse);
    return created(BegunJson.of(flow.again(Caller.of(security).tenant(), user, connection)));
  }

  /** Lists connections. */
  @GET
  @Operation(operationId = "listConnections", summary = "List a user's connections, oldest first")
  @APIResponse(responseCode = "200", description = "One page; next is the cursor of the page after")
  @APIResponse(responseCode = "404", description = "not-found: there is no such user")
  public Listing<ConnectionJson> list(
      @PathParam("userId") String userId,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context SecurityContext security) {
    UserId user = Fields.pathId(userId, UserId::new);
    return listing.page(Caller.of(security).tenant(), user, limit, cursor);
  }

  private Response created(BegunJson begun) {
    return Response.created(address.of("/api/v1/connections/" + begun.id())).entity(begun).build();
  }
}

package org.healthsync.connect.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.connect.oauth.Disconnection;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;

/** Connections by their id. */
@Path("/api/v1/connections/{id}")
@Dependent
@RolesAllowed(Caller.APP)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Connections")
public class ConnectionsResource {

  private final ConnectionListing listing;
  private final Disconnection disconnection;

  /** Delegates to {@code listing} and {@code disconnection}. */
  @Inject
  public ConnectionsResource(ConnectionListing listing, Disconnection disconnection) {
    this.listing = listing;
    this.disconnection = disconnection;
  }

  /** Reads a connection. */
  @GET
  @Operation(operationId = "getConnection", summary = "Read a connection and where its streams are")
  @APIResponse(
      responseCode = "200",
      description = "The connection",
      content = @Content(schema = @Schema(implementation = ConnectionJson.class)))
  @APIResponse(responseCode = "404", description = "not-found")
  public ConnectionJson get(@PathParam("id") String id, @Context SecurityContext security) {
    return listing.one(Caller.of(security).tenant(), Fields.pathId(id, ConnectionId::parse));
  }

  /** Ends a connection. */
  @DELETE
  @Operation(
      operationId = "deleteConnection",
      summary = "End a connection",
      description =
          "Erases its tokens at once and withdraws the grant at the provider. Syncs that wait end as"
              + " CANCELLED.")
  @APIResponse(responseCode = "204", description = "It is over, now or before")
  @APIResponse(responseCode = "404", description = "not-found")
  public void delete(@PathParam("id") String id, @Context SecurityContext security) {
    Caller caller = Caller.of(security);
    disconnection.disconnect(
        caller.tenant(), Fields.pathId(id, ConnectionId::parse), caller.subject());
  }
}

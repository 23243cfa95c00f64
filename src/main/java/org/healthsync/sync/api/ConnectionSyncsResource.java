package org.healthsync.sync.api;

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
import java.time.DateTimeException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.PlausibleTime;
import org.healthsync.platform.PublicAddress;
import org.healthsync.platform.RunId;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.healthsync.platform.api.Listing;
import org.healthsync.platform.api.PageCursor;
import org.healthsync.platform.api.PageSize;
import org.healthsync.platform.api.Problem;
import org.healthsync.schedule.RunPlace;
import org.healthsync.sync.AskedSyncs;
import org.healthsync.sync.SyncRequestBody;
import org.healthsync.sync.SyncView;
import org.jspecify.annotations.Nullable;

/** The syncs of a connection. */
@Path("/api/v1/connections/{id}/syncs")
@Dependent
@RolesAllowed(Caller.APP)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Syncs")
public class ConnectionSyncsResource {

  private static final String LIST = "syncs";

  private final AskedSyncs syncs;
  private final PublicAddress address;

  /** Delegates to {@code syncs}. */
  @Inject
  public ConnectionSyncsResource(AskedSyncs syncs, PublicAddress address) {
    this.syncs = syncs;
    this.address = address;
  }

  /** Begins a sync. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "beginSync",
      summary = "Sync now",
      description =
          "Reads what is new, or a window of local days (from included, to excluded). Deletions at"
              + " the provider show when a window is read. Everything in the body is optional. from"
              + " is 1970-01-01 at the earliest; a window of which more than 4,000 requests would"
              + " be made is refused: order it in parts.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = SyncRequestBody.class),
              examples =
                  @ExampleObject(
                      name = "A month of measures",
                      value =
                          "{\"streams\":[\"measures\"],\"from\":\"2026-01-01\","
                              + "\"to\":\"2026-02-01\"}")))
  @APIResponse(responseCode = "202", description = "Location is the sync's address")
  @APIResponse(
      responseCode = "400",
      description = "unknown-stream, empty-window, future-window, invalid-field, ...",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(responseCode = "404", description = "not-found")
  @APIResponse(responseCode = "409", description = "conflict: the connection is not active")
  public Response begin(
      @PathParam("id") String id,
      @Nullable SyncRequestBody body,
      @Context SecurityContext security) {
    ConnectionId connection = Fields.pathId(id, ConnectionId::parse);
    SyncRequestBody wanted = body == null ? new SyncRequestBody(null, null, null) : body;
    RunId run = syncs.begin(Caller.of(security).tenant(), connection, wanted);
    return Response.accepted().location(address.of("/api/v1/syncs/" + run)).build();
  }

  /** Lists syncs. */
  @GET
  @Operation(operationId = "listSyncs", summary = "List a connection's syncs, newest first")
  @APIResponse(responseCode = "200", description = "One page; next is the cursor of the page after")
  @APIResponse(responseCode = "404", description = "not-found")
  public Listing<SyncView> list(
      @PathParam("id") String id,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context SecurityContext security) {
    ConnectionId connection = Fields.pathId(id, ConnectionId::parse);
    int size = PageSize.of(limit);
    List<SyncView> found =
        syncs.list(Caller.of(security).tenant(), connection, before(cursor), size + 1);
    if (found.size() <= size) {
      return new Listing<>(found, null);
    }
    List<SyncView> page = found.subList(0, size);
    SyncView last = page.get(size - 1);
    return new Listing<>(
        page, new PageCursor(LIST, List.of(last.createdAt().toString(), last.id())).encode());
  }

  private static RunPlace before(@Nullable String cursor) {
    if (cursor == null) {
      return RunPlace.START;
    }
    try {
      List<String> keys = PageCursor.decode(LIST, 2, cursor).keys();
      return new RunPlace(PlausibleTime.instant(keys.get(0)), RunId.parse(keys.get(1)));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw PageCursor.invalid();
    }
  }
}

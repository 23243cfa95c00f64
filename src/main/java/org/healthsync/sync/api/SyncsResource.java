package org.healthsync.sync.api;

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
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.healthsync.sync.AskedSyncs;
import org.healthsync.sync.SyncView;

/** Single syncs. */
@Path("/api/v1/syncs/{id}")
@Dependent
@RolesAllowed(Caller.APP)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Syncs")
public class SyncsResource {

  private final AskedSyncs syncs;
  private final SyncEvents events;

  /** Delegates to {@code syncs} and {@code events}. */
  @Inject
  public SyncsResource(AskedSyncs syncs, SyncEvents events) {
    this.syncs = syncs;
    this.events = events;
  }

  /** Tells how a sync goes. */
  @GET
  @Operation(operationId = "getSync", summary = "How a sync goes")
  @APIResponse(
      responseCode = "200",
      description =
          "The sync; it is over when status is final and pendingDelivery is 0. waitingFor says what"
              + " holds it: destination, budget, provider, consent, operator or null",
      content =
          @Content(
              schema = @Schema(implementation = SyncView.class),
              examples =
                  @ExampleObject(
                      name = "Running",
                      value =
                          "{\"id\":\"0b5e6f0e-6f0a-4a53-9d5c-2a4d3b0e3f10\",\"connectionId\":"
                              + "\"8a2f8c1e-12f4-4a0a-b1d5-9d6c0e7f1a22\",\"status\":\"RUNNING\","
                              + "\"lane\":\"INTERACTIVE\",\"pages\":3,\"readings\":1280,"
                              + "\"resources\":{\"new\":1277,\"changed\":0,\"unchanged\":3,"
                              + "\"deleted\":0,\"quarantined\":0},\"skipped\":2,"
                              + "\"pendingDelivery\":410,\"waitingFor\":\"budget\","
                              + "\"waitingUntil\":\"2026-11-21T08:05:00Z\",\"error\":null,"
                              + "\"createdAt\":\"2026-11-21T08:04:35Z\",\"finishedAt\":null}")))
  @APIResponse(responseCode = "404", description = "not-found")
  public SyncView get(@PathParam("id") String id, @Context SecurityContext security) {
    return syncs.require(Caller.of(security).tenant(), Fields.pathId(id, RunId::parse));
  }

  /** Calls a sync off. */
  @DELETE
  @Operation(
      operationId = "cancelSync",
      summary = "Call a sync off",
      description = "It stops at the next page; what is stored stays and is delivered.")
  @APIResponse(responseCode = "200", description = "The sync as it is now")
  @APIResponse(responseCode = "404", description = "not-found")
  public SyncView cancel(@PathParam("id") String id, @Context SecurityContext security) {
    return syncs.cancel(Caller.of(security).tenant(), Fields.pathId(id, RunId::parse));
  }

  /** Streams how a sync goes. */
  @GET
  @Path("/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "followSync",
      summary = "Follow a sync",
      description =
          "An event named sync with the same object whenever it changes. The stream ends with the"
              + " sync, and after 15 minutes in any case: follow it again then. Comments come in"
              + " between while nothing changes.")
  @APIResponse(
      responseCode = "200",
      description = "Server-sent events",
      content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS))
  @APIResponse(responseCode = "404", description = "not-found")
  @APIResponse(
      responseCode = "503",
      description = "overloaded: the tenant follows too many syncs; Retry-After says when to ask")
  public void events(
      @PathParam("id") String id,
      @Context SecurityContext security,
      @Context SseEventSink sink,
      @Context Sse sse) {
    TenantId tenant = Caller.of(security).tenant();
    RunId run = Fields.pathId(id, RunId::parse);
    syncs.require(tenant, run);
    events.follow(tenant, run, sink, sse);
  }
}

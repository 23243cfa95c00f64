package org.healthsync.sync.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.healthsync.sync.QuarantineReplays;
import org.healthsync.sync.ReplayView;
import org.jspecify.annotations.Nullable;

/** What could not go on is tried again. */
@Path("/api/v1/quarantine")
@Dependent
@RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quarantine")
public class QuarantineReplaysResource {

  private static final String EXAMPLE =
      "{\"items\":3,\"remapped\":2,\"refetched\":1,\"redelivered\":0,\"skipped\":0,"
          + "\"syncs\":[\"0b5e6f0e-6f0a-4a53-9d5c-2a4d3b0e3f10\"],\"refetches\":[{"
          + "\"connectionId\":\"8a2f8c1e-12f4-4a0a-b1d5-9d6c0e7f1a22\",\"stream\":\"measures\","
          + "\"from\":\"2026-09-01T22:00:00Z\",\"to\":\"2026-09-02T22:00:00Z\"}],\"more\":false}";

  private final QuarantineReplays replays;

  /** Delegates to {@code replays}. */
  @Inject
  public QuarantineReplaysResource(QuarantineReplays replays) {
    this.replays = replays;
  }

  /** Tries one item again. */
  @POST
  @Path("/{id}/replay")
  @Operation(
      operationId = "replayQuarantineItem",
      summary = "Try an item again",
      description =
          "Its archived page is mapped again by the mappings at work; when the page is gone, its"
              + " day is fetched again; a refused resource is sent again as it is now. The item"
              + " leaves quarantine when it goes through and counts up when it fails again.")
  @APIResponse(
      responseCode = "202",
      description = "What was begun",
      content =
          @Content(
              schema = @Schema(implementation = ReplayView.class),
              examples = @ExampleObject(name = "Begun", value = EXAMPLE)))
  @APIResponse(responseCode = "404", description = "not-found")
  public Response one(@PathParam("id") String id, @Context SecurityContext security) {
    Caller caller = Caller.of(security);
    UUID item = Fields.pathId(id, UUID::fromString);
    return Response.accepted(replays.one(caller.tenant(), caller.subject(), item)).build();
  }

  /** Tries many again. */
  @POST
  @Path("/replay")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "replayQuarantine",
      summary = "Try items again, by stage, reason or connection",
      description =
          "Up to 5,000 items in one call, those first that were never tried or longest ago; more"
              + " says whether others match. Pages and connections are mapped again once for all of"
              + " them.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = ReplayBody.class),
              examples = {
                @ExampleObject(name = "A reason", value = "{\"reason\":\"out-of-range\"}"),
                @ExampleObject(name = "Everything", value = "{\"all\":true}")
              }))
  @APIResponse(
      responseCode = "202",
      description = "What was begun",
      content =
          @Content(
              schema = @Schema(implementation = ReplayView.class),
              examples = @ExampleObject(name = "Begun", value = EXAMPLE)))
  @APIResponse(responseCode = "400", description = "invalid-field, unknown-field, malformed-json")
  public Response some(@Nullable ReplayBody body, @Context SecurityContext security) {
    Caller caller = Caller.of(security);
    ReplayBody wanted = Fields.body(body);
    return Response.accepted(replays.some(caller.tenant(), caller.subject(), wanted.filter()))
        .build();
  }
}

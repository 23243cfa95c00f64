package org.healthsync.sync.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.healthsync.sync.AskedCoverage;
import org.healthsync.sync.CoverageView;
import org.jspecify.annotations.Nullable;

/** What is there of a connection's data, by day. */
@Path("/api/v1/connections/{id}/coverage")
@Dependent
@RolesAllowed({Caller.APP, Caller.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Connections")
public class ConnectionCoverageResource {

  private final AskedCoverage coverage;

  /** Delegates to {@code coverage}. */
  @Inject
  public ConnectionCoverageResource(AskedCoverage coverage) {
    this.coverage = coverage;
  }

  /** Tells. */
  @GET
  @Operation(
      operationId = "getCoverage",
      summary = "Which days of which streams are there",
      description =
          "FETCHED: read, with what was there. EMPTY: read, and nothing was there. NOT_PERMITTED:"
              + " the person does not grant it. FAILED: the last attempt failed, see error."
              + " PENDING: asked for or not reached yet. NOT_COVERED: nobody asked for it. Days are"
              + " those of the person's time zone, from included, to excluded, at most 366. until"
              + " says how far a day was read that was not read to its end, such as today.")
  @APIResponse(
      responseCode = "200",
      description = "The days, oldest first",
      content =
          @Content(
              schema = @Schema(implementation = CoverageView.class),
              examples =
                  @ExampleObject(
                      name = "One day of one stream",
                      value =
                          "{\"connectionId\":\"8a2f8c1e-12f4-4a0a-b1d5-9d6c0e7f1a22\",\"from\":"
                              + "\"2026-01-01\",\"to\":\"2026-01-02\",\"zone\":\"Europe/Berlin\","
                              + "\"days\":[{\"day\":\"2026-01-01\",\"streams\":[{\"stream\":"
                              + "\"measures\",\"status\":\"FETCHED\",\"until\":null,\"error\":null,"
                              + "\"types\":[{\"type\":\"body-weight\",\"readings\":2,"
                              + "\"resources\":2}]}]}]}")))
  @APIResponse(
      responseCode = "400",
      description = "empty-window, unknown-stream, invalid-field for more than 366 days")
  @APIResponse(responseCode = "404", description = "not-found")
  @APIResponse(responseCode = "409", description = "conflict: the provider's plugin is not active")
  public CoverageView get(
      @PathParam("id") String id,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("stream") @Nullable String stream,
      @Context SecurityContext security) {
    return coverage.of(
        Caller.of(security).tenant(),
        Fields.pathId(id, ConnectionId::parse),
        Fields.date("from", from),
        Fields.date("to", to),
        stream);
  }
}

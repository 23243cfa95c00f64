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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.ledger.Quarantine;
import org.healthsync.ledger.QuarantineCursor;
import org.healthsync.ledger.QuarantineFilter;
import org.healthsync.ledger.QuarantineInspection;
import org.healthsync.ledger.QuarantinePage;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Stage;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.healthsync.platform.api.Listing;
import org.healthsync.platform.api.PageSize;
import org.healthsync.sync.QuarantineViews;
import org.jspecify.annotations.Nullable;

/** What could not go on. */
@Path("/api/v1/quarantine")
@Dependent
@RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quarantine")
public class QuarantineResource {

  private final Quarantine quarantine;
  private final QuarantineInspection inspection;
  private final QuarantineViews views;

  /** Reads from the given repositories. */
  @Inject
  public QuarantineResource(
      Quarantine quarantine, QuarantineInspection inspection, QuarantineViews views) {
    this.quarantine = quarantine;
    this.inspection = inspection;
    this.views = views;
  }

  /** Lists items. */
  @GET
  @Operation(
      operationId = "listQuarantine",
      summary = "Parts of pages and resources that could not go on, latest first",
      description = "Values are never shown; pointer and message say where and why.")
  @APIResponse(responseCode = "200", description = "One page; next is the cursor of the page after")
  public Listing<QuarantineItemJson> list(
      @QueryParam("connection") @Nullable String connection,
      @QueryParam("stage") @Nullable String stage,
      @QueryParam("reason") @Nullable String reason,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context SecurityContext security) {
    QuarantineFilter filter =
        new QuarantineFilter(
            connection(connection),
            Fields.optional("stage", stage, Stage::valueOf, "FETCH, MAP, VALIDATE or DELIVER")
                .orElse(null),
            Fields.text("reason", reason).orElse(null));
    QuarantineCursor from =
        cursor == null ? QuarantineCursor.START : QuarantineCursor.parse(cursor);
    QuarantinePage page =
        quarantine.list(Caller.of(security).tenant(), filter, from, PageSize.of(limit));
    return new Listing<>(
        page.items().stream().map(QuarantineItemJson::of).toList(),
        page.next() == null ? null : page.next().toString());
  }

  /** Counts items. */
  @GET
  @Path("/summary")
  @Operation(
      operationId = "summariseQuarantine",
      summary = "How much of which stage, reason, stream and reading type is in quarantine")
  @APIResponse(
      responseCode = "200",
      description = "Most first; at most a thousand kinds",
      content =
          @Content(
              schema = @Schema(implementation = QuarantineSummaryJson.class),
              examples =
                  @ExampleObject(
                      name = "One kind",
                      value =
                          "{\"kinds\":[{\"stage\":\"MAP\",\"reason\":\"out-of-range\",\"stream\":"
                              + "\"measures\",\"readingType\":\"body-weight\",\"items\":12,"
                              + "\"occurrences\":15,\"connections\":3,"
                              + "\"lastAt\":\"2026-11-21T08:04:35Z\"}]}")))
  public QuarantineSummaryJson summary(
      @QueryParam("connection") @Nullable String connection, @Context SecurityContext security) {
    return QuarantineSummaryJson.of(
        inspection.summary(Caller.of(security).tenant(), connection(connection)));
  }

  /** Reads an item. */
  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getQuarantineItem",
      summary = "An item with the shape of the part that could not go on",
      description =
          "extract has the names of the members and the types of their values; codes and units that"
              + " say what was measured are shown, numbers, times, ids and free text are not.")
  @APIResponse(
      responseCode = "200",
      description = "The item",
      content = @Content(schema = @Schema(implementation = QuarantineDetailJson.class)))
  @APIResponse(responseCode = "404", description = "not-found")
  public QuarantineDetailJson get(@PathParam("id") String id, @Context SecurityContext security) {
    return QuarantineDetailJson.of(
        views.require(Caller.of(security).tenant(), Fields.pathId(id, UUID::fromString)));
  }

  private static @Nullable ConnectionId connection(@Nullable String connection) {
    return Fields.optional("connection", connection, ConnectionId::parse, "a connection's id")
        .orElse(null);
  }
}

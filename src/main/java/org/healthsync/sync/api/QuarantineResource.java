package org.healthsync.sync.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.ledger.Quarantine;
import org.healthsync.ledger.QuarantineCursor;
import org.healthsync.ledger.QuarantineFilter;
import org.healthsync.ledger.QuarantineItem;
import org.healthsync.ledger.QuarantinePage;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Stage;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.healthsync.platform.api.Listing;
import org.healthsync.platform.api.PageSize;
import org.jspecify.annotations.Nullable;

/** What could not go on. */
@Path("/api/v1/quarantine")
@Dependent
@RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quarantine")
public class QuarantineResource {

  private final Quarantine quarantine;

  /** Reads from {@code quarantine}. */
  @Inject
  public QuarantineResource(Quarantine quarantine) {
    this.quarantine = quarantine;
  }

  /** Lists items. */
  @GET
  @Operation(
      operationId = "listQuarantine",
      summary = "Parts of pages and resources that could not go on, latest first",
      description = "Values are never shown; pointer and message say where and why.")
  @APIResponse(responseCode = "200", description = "One page; next is the cursor of the page after")
  public Listing<ItemJson> list(
      @QueryParam("connection") @Nullable String connection,
      @QueryParam("stage") @Nullable String stage,
      @QueryParam("reason") @Nullable String reason,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context SecurityContext security) {
    QuarantineFilter filter =
        new QuarantineFilter(
            Fields.optional("connection", connection, ConnectionId::parse, "a connection's id")
                .orElse(null),
            Fields.optional("stage", stage, Stage::valueOf, "FETCH, MAP, VALIDATE or DELIVER")
                .orElse(null),
            reason);
    QuarantineCursor from =
        cursor == null ? QuarantineCursor.START : QuarantineCursor.parse(cursor);
    QuarantinePage page =
        quarantine.list(Caller.of(security).tenant(), filter, from, PageSize.of(limit));
    return new Listing<>(
        page.items().stream().map(ItemJson::of).toList(),
        page.next() == null ? null : page.next().toString());
  }

  /** An item. */
  @Schema(name = "QuarantineItem")
  public record ItemJson(
      String id,
      String connectionId,
      String stage,
      String reason,
      String stream,
      @Nullable String readingType,
      @Nullable String sourceKey,
      @Nullable String pointer,
      String message,
      int occurrences,
      Instant firstAt,
      Instant lastAt) {

    static ItemJson of(QuarantineItem item) {
      return new ItemJson(
          item.id().toString(),
          item.connection().toString(),
          item.stage().name(),
          item.reason(),
          item.stream(),
          item.readingType(),
          item.sourceKey(),
          item.pointer(),
          item.message(),
          item.occurrences(),
          item.firstAt(),
          item.lastAt());
    }
  }
}

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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.platform.PlausibleTime;
import org.healthsync.platform.PublicAddress;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.healthsync.platform.api.Listing;
import org.healthsync.platform.api.PageCursor;
import org.healthsync.platform.api.PageSize;
import org.healthsync.sync.AskedReapplications;
import org.healthsync.sync.ReapplicationView;
import org.jspecify.annotations.Nullable;

/** Mappings applied again to what was fetched before. */
@Path("/api/v1/mappings/re-applications")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mappings")
public class ReapplicationsResource {

  private static final String LIST = "re-applications";
  private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

  private final AskedReapplications reapplications;
  private final PublicAddress address;

  /** Delegates to {@code reapplications}. */
  @Inject
  public ReapplicationsResource(AskedReapplications reapplications, PublicAddress address) {
    this.reapplications = reapplications;
    this.address = address;
  }

  /** Orders one. */
  @POST
  @RolesAllowed(Caller.ADMIN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "reapplyMappings",
      summary = "Apply the mappings at work again to archived pages",
      description =
          "To the pages of all active connections of the caller's tenant that were fetched in the span,"
              + " newest first. What differs goes out as amended, what is no longer made as"
              + " entered-in-error. What later pages or deletions at the provider say stands.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = ReapplicationBody.class),
              examples =
                  @ExampleObject(
                      name = "All that was fetched since October",
                      value = "{\"provider\":\"withings\",\"from\":\"2026-10-01T00:00:00Z\"}")))
  @APIResponse(responseCode = "202", description = "Location is the re-application's address")
  @APIResponse(
      responseCode = "400",
      description = "unknown-provider, unknown-stream, empty-window, invalid-field")
  public Response begin(@Nullable ReapplicationBody body, @Context SecurityContext security) {
    ReapplicationBody wanted = Fields.body(body);
    Caller caller = Caller.of(security);
    UUID id =
        reapplications.begin(
            caller.tenant(),
            caller.subject(),
            Fields.required("provider", wanted.provider(), text -> text, "a provider's id"),
            wanted.stream(),
            Fields.instant("from", wanted.from()),
            Fields.optionalInstant("to", wanted.to()).orElse(null));
    return Response.accepted().location(address.of("/api/v1/mappings/" + LIST + "/" + id)).build();
  }

  /** Tells how one goes. */
  @GET
  @Path("/{id}")
  @RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
  @Operation(operationId = "getReapplication", summary = "How a re-application goes")
  @APIResponse(
      responseCode = "200",
      description =
          "It is over when status is SUCCEEDED, PARTIAL or FAILED and pendingDelivery is 0; a run of a"
              + " connection is a sync and can be called off as one",
      content = @Content(schema = @Schema(implementation = ReapplicationView.class)))
  @APIResponse(responseCode = "404", description = "not-found")
  public ReapplicationView get(@PathParam("id") String id, @Context SecurityContext security) {
    return reapplications.require(
        Caller.of(security).tenant(), Fields.pathId(id, UUID::fromString));
  }

  /** Lists them. */
  @GET
  @RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
  @Operation(operationId = "listReapplications", summary = "Re-applications, newest first")
  @APIResponse(responseCode = "200", description = "One page; next is the cursor of the page after")
  public Listing<ReapplicationView> list(
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context SecurityContext security) {
    int size = PageSize.of(limit);
    Place from = place(cursor);
    List<ReapplicationView> found =
        reapplications.list(Caller.of(security).tenant(), from.at(), from.id(), size + 1);
    if (found.size() <= size) {
      return new Listing<>(found, null);
    }
    List<ReapplicationView> page = found.subList(0, size);
    ReapplicationView last = page.get(size - 1);
    return new Listing<>(
        page, new PageCursor(LIST, List.of(last.createdAt().toString(), last.id())).encode());
  }

  private static Place place(@Nullable String cursor) {
    if (cursor == null) {
      return new Place(END_OF_TIME, new UUID(-1, -1));
    }
    try {
      List<String> keys = PageCursor.decode(LIST, 2, cursor).keys();
      return new Place(PlausibleTime.instant(keys.get(0)), UUID.fromString(keys.get(1)));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw PageCursor.invalid();
    }
  }

  private record Place(Instant at, UUID id) {}
}

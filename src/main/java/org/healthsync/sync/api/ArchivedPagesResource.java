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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.archive.PageFilter;
import org.healthsync.archive.PageHead;
import org.healthsync.archive.PagePlace;
import org.healthsync.archive.RawArchive;
import org.healthsync.connect.Connections;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.healthsync.platform.api.Listing;
import org.healthsync.platform.api.PageCursor;
import org.healthsync.platform.api.PageSize;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/** What a provider answered for a connection, without the answers themselves. */
@Path("/api/v1/connections/{id}/pages")
@Dependent
@RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mappings")
public class ArchivedPagesResource {

  private static final String LIST = "pages";

  private final RawArchive archive;
  private final Connections connections;

  /** Reads from {@code archive}. */
  @Inject
  public ArchivedPagesResource(RawArchive archive, Connections connections) {
    this.archive = archive;
    this.connections = connections;
  }

  /** Lists pages. */
  @GET
  @Operation(
      operationId = "listPages",
      summary = "Archived pages of a connection, newest first",
      description = "from and to are about the time at which they were fetched.")
  @APIResponse(responseCode = "200", description = "One page; next is the cursor of the page after")
  @APIResponse(responseCode = "404", description = "not-found")
  public Listing<PageJson> list(
      @PathParam("id") String id,
      @QueryParam("stream") @Nullable String stream,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context SecurityContext security) {
    TenantId tenant = Caller.of(security).tenant();
    ConnectionId connection = Fields.pathId(id, ConnectionId::parse);
    connections.require(tenant, connection);
    PageFilter filter =
        new PageFilter(
            Fields.text("stream", stream).orElse(null),
            Fields.optionalInstant("from", from).orElse(null),
            Fields.optionalInstant("to", to).orElse(null));
    int size = PageSize.of(limit);
    List<PageHead> found = archive.list(tenant, connection, filter, place(cursor), size + 1);
    boolean last = found.size() <= size;
    List<PageHead> page = last ? found : found.subList(0, size);
    return new Listing<>(
        page.stream().map(PageJson::of).toList(),
        last ? null : cursor(PagePlace.of(page.get(size - 1))));
  }

  private static String cursor(PagePlace place) {
    return new PageCursor(LIST, List.of(place.toString())).encode();
  }

  private static PagePlace place(@Nullable String cursor) {
    try {
      return cursor == null
          ? PagePlace.START
          : PagePlace.parse(PageCursor.decode(LIST, 1, cursor).keys().get(0));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw PageCursor.invalid();
    }
  }

  /**
   * A page.
   *
   * @param id for previews
   * @param stream what was read
   * @param fetchedAt when the provider answered
   * @param windowFrom first moment of the window that was asked for; null for "what is new"
   * @param windowTo its end
   * @param size bytes of the answer
   * @param pluginVersion that fetched it
   * @param mappingVersion that mapped it first
   */
  @Schema(name = "ArchivedPage")
  public record PageJson(
      String id,
      String stream,
      Instant fetchedAt,
      @Nullable Instant windowFrom,
      @Nullable Instant windowTo,
      int size,
      String pluginVersion,
      String mappingVersion) {

    static PageJson of(PageHead page) {
      Window window = page.window();
      return new PageJson(
          page.id().toString(),
          page.stream(),
          page.fetchedAt(),
          window == null ? null : window.from(),
          window == null ? null : window.to(),
          page.size(),
          page.pluginVersion(),
          page.mappingVersion());
    }
  }
}

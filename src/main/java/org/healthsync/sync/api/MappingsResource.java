package org.healthsync.sync.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.override.BrokenMappingException;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Json;
import org.healthsync.platform.api.Listing;
import org.healthsync.platform.api.PageCursor;
import org.healthsync.platform.api.PageSize;
import org.healthsync.platform.api.Problem;
import org.healthsync.sync.AskedMappings;
import org.healthsync.sync.MappingPreview;
import org.healthsync.sync.MappingView;
import org.healthsync.sync.PreviewBody;
import org.healthsync.sync.PreviewView;
import org.jspecify.annotations.Nullable;

/** All mappings, and what one would make of a page. */
@Path("/api/v1/mappings")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mappings")
public class MappingsResource {

  private static final String LIST = "mappings";

  // a payload's numbers keep their digits
  private static final ObjectReader PREVIEW =
      Json.mapper()
          .readerFor(PreviewBody.class)
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

  private final AskedMappings mappings;
  private final MappingPreview preview;

  /** Delegates to both. */
  @Inject
  public MappingsResource(AskedMappings mappings, MappingPreview preview) {
    this.mappings = mappings;
    this.preview = preview;
  }

  /** Lists mappings. */
  @GET
  @RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
  @Operation(
      operationId = "listMappings",
      summary = "All mappings, and the files in the mapping directory that are not used",
      description = "Files are those that the answering replica sees.")
  @APIResponse(
      responseCode = "200",
      description = "One page; next is the cursor of the page after",
      content =
          @Content(
              examples =
                  @ExampleObject(
                      name = "One override, one broken file",
                      value =
                          "{\"items\":[{\"name\":\"withings/measures\",\"status\":\"ACTIVE\","
                              + "\"version\":2,\"origin\":\"API\",\"since\":"
                              + "\"2026-11-21T08:04:35Z\",\"shippedVersion\":"
                              + "\"withings/measures@1+0a1b2c3d\",\"mistakes\":[]},"
                              + "{\"name\":\"withings/sleep.yaml\",\"status\":\"REFUSED\","
                              + "\"version\":null,\"origin\":null,\"since\":null,"
                              + "\"shippedVersion\":null,\"mistakes\":[{\"file\":"
                              + "\"withings/sleep.yaml\",\"line\":7,\"key\":\"rules[0].time\","
                              + "\"message\":\"unknown key 'epoch'\"}]}],\"next\":null}")))
  public Listing<MappingView> list(
      @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
    List<MappingView> all = mappings.all();
    int from = Math.min(all.size(), cursor == null ? 0 : place(cursor));
    int to = Math.min(all.size(), from + PageSize.of(limit));
    String next = to == all.size() ? null : new PageCursor(LIST, List.of("" + to)).encode();
    return new Listing<>(all.subList(from, to), next);
  }

  private static int place(String cursor) {
    try {
      return Math.max(0, Integer.parseInt(PageCursor.decode(LIST, 1, cursor).keys().get(0)));
    } catch (NumberFormatException e) {
      throw PageCursor.invalid();
    }
  }

  /** Shows what a mapping makes of a page. */
  @POST
  @Path("/preview")
  @RolesAllowed(Caller.ADMIN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "previewMapping",
      summary = "What a mapping makes of a page, and how that differs from the one at work",
      description =
          "For a payload that is given or an archived page of the caller's tenant. Nothing is stored;"
              + " that an archived page was looked at is audited. The answer holds health values.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = PreviewBody.class),
              examples = {
                @ExampleObject(
                    name = "A kept version on an archived page",
                    value =
                        "{\"provider\":\"withings\",\"stream\":\"measures\",\"version\":2,"
                            + "\"page\":\"0b5e6f0e-6f0a-4a53-9d5c-2a4d3b0e3f10\"}"),
                @ExampleObject(
                    name = "A table that is not kept on a payload",
                    value =
                        "{\"provider\":\"withings\",\"stream\":\"measures\",\"fhir\":{\"yaml\":"
                            + "\"version: 2\\ndrop: [pulse-wave-velocity]\\n\"},\"payload\":"
                            + "{\"status\":0,\"body\":{\"measuregrps\":[]}},\"patient\":"
                            + "\"Patient/p1\",\"timeZone\":\"Europe/Berlin\"}")
              }))
  @APIResponse(
      responseCode = "200",
      description = "What becomes of it",
      content = @Content(schema = @Schema(implementation = PreviewView.class)))
  @APIResponse(
      responseCode = "400",
      description = "unknown-provider, unknown-stream, invalid-field, unknown-field, ...",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(responseCode = "404", description = "not-found: the version or the page")
  @APIResponse(responseCode = "422", description = "mapping-invalid, with its mistakes")
  public PreviewView preview(@Nullable String body, @Context SecurityContext security)
      throws JsonProcessingException {
    Caller caller = Caller.of(security);
    PreviewBody wanted = PREVIEW.readValue(body == null || body.isBlank() ? "{}" : body);
    try {
      return preview.of(caller.tenant(), caller.subject(), wanted);
    } catch (BrokenMappingException e) {
      throw MappingCalls.invalid(e);
    }
  }
}

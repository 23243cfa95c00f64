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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.override.MappingName;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Listing;
import org.healthsync.platform.api.Problem;
import org.healthsync.sync.AskedMappings;
import org.healthsync.sync.MappingView;
import org.healthsync.sync.ShippedView;
import org.jspecify.annotations.Nullable;

/** The table of reading types: versions, what is at work, and changes. */
@Path("/api/v1/mappings/fhir")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mappings")
public class TableMappingResource {

  private final MappingCalls calls;
  private final AskedMappings mappings;

  /** Delegates to the given. */
  @Inject
  public TableMappingResource(MappingCalls calls, AskedMappings mappings) {
    this.calls = calls;
    this.mappings = mappings;
  }

  /** Shows what is at work. */
  @GET
  @RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
  @Operation(
      operationId = "getTableMapping",
      summary = "What is at work of the table of reading types")
  @APIResponse(
      responseCode = "200",
      description = "The mapping",
      content = @Content(schema = @Schema(implementation = MappingView.class)))
  public MappingView get() {
    return mappings.view(MappingName.TABLE);
  }

  /** Shows the shipped one. */
  @GET
  @Path("/shipped")
  @RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
  @Operation(
      operationId = "getShippedTableMapping",
      summary = "The text that is shipped of the table of reading types, to begin an own one with")
  @APIResponse(
      responseCode = "200",
      description = "The text",
      content = @Content(schema = @Schema(implementation = ShippedView.class)))
  @APIResponse(responseCode = "404", description = "not-found, also when a plugin maps by code")
  public ShippedView shipped() {
    return mappings.shipped(MappingName.TABLE);
  }

  /** Lists versions. */
  @GET
  @Path("/versions")
  @RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
  @Operation(
      operationId = "listTableMappingVersions",
      summary = "Kept versions of the table of reading types, newest first")
  @APIResponse(responseCode = "200", description = "One page; next is the cursor of the page after")
  public Listing<VersionJson> versions(
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context SecurityContext security) {
    return calls.versions(MappingName.TABLE, limit, cursor, security);
  }

  /** Shows a version. */
  @GET
  @Path("/versions/{version}")
  @RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
  @Operation(
      operationId = "getTableMappingVersion",
      summary = "A kept version of the table of reading types, with its text")
  @APIResponse(responseCode = "200", description = "The version")
  @APIResponse(responseCode = "404", description = "not-found")
  public VersionText version(
      @PathParam("version") String version, @Context SecurityContext security) {
    return calls.version(MappingName.TABLE, version, security);
  }

  /** Keeps a version. */
  @POST
  @Path("/versions")
  @Consumes({MediaType.APPLICATION_JSON, "application/yaml"})
  @RolesAllowed(Caller.ADMIN)
  @Operation(
      operationId = "addTableMappingVersion",
      summary = "Prove and keep a version of the table of reading types; it is not at work yet",
      description =
          "Send the text as application/yaml, or as yaml in a JSON object. The same text again is the"
              + " same version.")
  @RequestBody(
      content =
          @Content(
              examples =
                  @ExampleObject(
                      name = "A text",
                      value =
                          "{\"yaml\":\"version: 2\\ntypes:\\n  body-weight:\\n    code: [{loinc: 3141-9}]\\n\"}")))
  @APIResponse(
      responseCode = "201",
      description = "Kept; Location is the version's address",
      content = @Content(schema = @Schema(implementation = VersionJson.class)))
  @APIResponse(
      responseCode = "422",
      description = "mapping-invalid, with line, key and message of every mistake",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public Response add(
      @Nullable String body, @Context HttpHeaders headers, @Context SecurityContext security) {
    return calls.add(MappingName.TABLE, headers.getMediaType(), body, security);
  }

  /** Lists activations. */
  @GET
  @Path("/activations")
  @RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
  @Operation(
      operationId = "listTableMappingActivations",
      summary = "What was at work of the table of reading types and who put it there, newest first")
  @APIResponse(responseCode = "200", description = "One page; next is the cursor of the page after")
  public Listing<ActivationJson> activations(
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context SecurityContext security) {
    return calls.activations(MappingName.TABLE, limit, cursor, security);
  }

  /** Puts a version to work. */
  @POST
  @Path("/activations")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Caller.ADMIN)
  @Operation(
      operationId = "activateTableMapping",
      summary =
          "Put a version of the table of reading types to work, on all replicas within seconds",
      description = "What is stored already stays as it is until the mappings are applied again.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = ActivationBody.class),
              examples = {
                @ExampleObject(
                    name = "A version",
                    value = "{\"version\":2,\"reason\":\"a new field\"}"),
                @ExampleObject(name = "The shipped one", value = "{\"version\":\"shipped\"}")
              }))
  @APIResponse(
      responseCode = "200",
      description = "At work",
      content = @Content(schema = @Schema(implementation = ActivationJson.class)))
  @APIResponse(responseCode = "404", description = "not-found")
  @APIResponse(responseCode = "422", description = "mapping-invalid: it no longer fits")
  public ActivationJson activate(@Nullable ActivationBody body, @Context SecurityContext security) {
    return calls.activate(MappingName.TABLE, body, security);
  }

  /** Puts to work what was before. */
  @POST
  @Path("/rollback")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Caller.ADMIN)
  @Operation(
      operationId = "rollBackTableMapping",
      summary =
          "Put to work again what was at work before the present version of the table of reading types",
      description = "Twice is where it began.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = RollbackBody.class),
              examples = @ExampleObject(name = "Why", value = "{\"reason\":\"wrong unit\"}")))
  @APIResponse(
      responseCode = "200",
      description = "At work",
      content = @Content(schema = @Schema(implementation = ActivationJson.class)))
  @APIResponse(responseCode = "409", description = "conflict: nothing was at work before")
  public ActivationJson rollBack(@Nullable RollbackBody body, @Context SecurityContext security) {
    return calls.rollBack(MappingName.TABLE, body, security);
  }
}

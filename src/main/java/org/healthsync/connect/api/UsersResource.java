package org.healthsync.connect.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
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
import org.healthsync.connect.Users;
import org.healthsync.platform.UserId;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.healthsync.platform.api.Problem;
import org.jspecify.annotations.Nullable;

/** The tenant's users. */
@Path("/api/v1/users/{userId}")
@Dependent
@RolesAllowed(Caller.APP)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class UsersResource {

  private final Users users;

  /** Delegates to {@code users}. */
  @Inject
  public UsersResource(Users users) {
    this.users = users;
  }

  /** Creates or changes a user. */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "putUser", summary = "Create a user or change Patient and time zone")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = UserBody.class),
              examples =
                  @ExampleObject(
                      name = "a user in Berlin",
                      value = "{\"patient\":\"Patient/p1\",\"timeZone\":\"Europe/Berlin\"}")))
  @APIResponse(
      responseCode = "200",
      description = "The user as it is now",
      content = @Content(schema = @Schema(implementation = UserJson.class)))
  @APIResponse(
      responseCode = "201",
      description = "The user is new",
      content = @Content(schema = @Schema(implementation = UserJson.class)))
  @APIResponse(
      responseCode = "400",
      description = "malformed-json, unknown-field or invalid-field",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public Response put(
      @PathParam("userId") String userId,
      @Nullable UserBody body,
      @Context SecurityContext security) {
    UserBody given = Fields.body(body);
    UserId id =
        Fields.required("userId", userId, UserId::new, "1 to 128 of A-Z a-z 0-9 . _ ~ @ : -");
    Users.Saved saved =
        users.put(Caller.of(security).tenant(), id, given.requiredPatient(), given.requiredZone());
    return Response.status(saved.created() ? Response.Status.CREATED : Response.Status.OK)
        .entity(UserJson.of(saved.user()))
        .build();
  }

  /** Reads a user. */
  @GET
  @Operation(operationId = "getUser", summary = "Read a user")
  @APIResponse(
      responseCode = "200",
      description = "The user",
      content = @Content(schema = @Schema(implementation = UserJson.class)))
  @APIResponse(responseCode = "404", description = "not-found")
  public UserJson get(@PathParam("userId") String userId, @Context SecurityContext security) {
    return UserJson.of(
        users.require(Caller.of(security).tenant(), Fields.pathId(userId, UserId::new)));
  }
}

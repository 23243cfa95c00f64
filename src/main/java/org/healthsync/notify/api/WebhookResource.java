package org.healthsync.notify.api;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.notify.WebhookKey;
import org.healthsync.notify.Webhooks;
import org.healthsync.platform.api.FromProviders;
import org.healthsync.spi.stream.Payload;

/** Where providers send notifications. Public: the address itself is the secret. */
@Path("/webhooks/{provider}/{key}")
@Dependent
@PermitAll
@FromProviders
@Tag(name = "Notifications")
public class WebhookResource {

  private final Webhooks webhooks;

  @Context HttpHeaders headers;
  @Context UriInfo uri;

  /** Delegates to {@code webhooks}. */
  @Inject
  public WebhookResource(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  /** A handshake. */
  @GET
  @Operation(operationId = "answerHandshake", summary = "Answer a provider's handshake")
  @APIResponse(responseCode = "200", description = "As the provider wants it")
  @APIResponse(responseCode = "403", description = "Not verified")
  @APIResponse(responseCode = "404", description = "There is no such address")
  public Response get(@PathParam("provider") String provider, @PathParam("key") String key) {
    return taken("GET", provider, key, Payload.of(""));
  }

  /** A handshake without a body. */
  @HEAD
  @Operation(operationId = "answerHeadHandshake", summary = "Answer a provider's handshake")
  @APIResponse(responseCode = "200", description = "The address is there")
  @APIResponse(responseCode = "404", description = "There is no such address")
  public Response head(@PathParam("provider") String provider, @PathParam("key") String key) {
    return taken("HEAD", provider, key, Payload.of(""));
  }

  /** A notification. */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "takeNotification",
      summary = "Take a provider's notification",
      description =
          "For providers only. What is accepted is stored before the answer and worked on"
              + " afterwards. The media type is the provider's.")
  @RequestBody(
      content =
          @Content(
              mediaType = "application/x-www-form-urlencoded",
              examples =
                  @ExampleObject(
                      name = "withings",
                      value = "userid=12345&appli=1&startdate=1772355600&enddate=1772355601")))
  @APIResponse(responseCode = "200", description = "Kept; some providers are answered with 204")
  @APIResponse(responseCode = "403", description = "Not verified")
  @APIResponse(responseCode = "404", description = "There is no such address")
  @APIResponse(
      responseCode = "413",
      description = "More than the service takes in one notification")
  @APIResponse(responseCode = "503", description = "Cannot be taken now; send it again")
  public Response post(
      @PathParam("provider") String provider, @PathParam("key") String key, byte[] body) {
    return taken("POST", provider, key, Payload.of(body));
  }

  private Response taken(String method, String provider, String key, Payload body) {
    Map<String, List<String>> named = new HashMap<>();
    headers
        .getRequestHeaders()
        .forEach((name, values) -> named.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    Webhooks.Answer answer =
        webhooks.take(
            provider,
            WebhookKey.of(key),
            new Webhooks.Call(method, named, Map.copyOf(uri.getQueryParameters()), body));
    Response.ResponseBuilder response =
        Response.status(answer.status()).header("Cache-Control", "no-store");
    if (answer.body().size() > 0 && !method.equals("HEAD")) {
      String type = answer.contentType();
      response.entity(answer.body().toByteArray());
      response.type(type == null ? MediaType.APPLICATION_OCTET_STREAM : type);
    }
    return response.build();
  }
}

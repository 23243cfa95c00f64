package org.healthsync.sync.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Listing;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.auth.Authorization;

/** The providers that accounts can be connected at. */
@Path("/api/v1/providers")
@Dependent
@RolesAllowed({Caller.APP, Caller.OPERATOR, Caller.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Providers")
public class ProvidersResource {

  private final PluginRegistry plugins;

  /** Reads from {@code plugins}. */
  @Inject
  public ProvidersResource(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  /** Lists providers. */
  @GET
  @Operation(operationId = "listProviders", summary = "Providers whose plugins are active")
  @APIResponse(responseCode = "200", description = "All of them, by id")
  public Listing<ProviderJson> list() {
    return new Listing<>(plugins.active().stream().map(ProviderJson::of).toList(), null);
  }

  /** One provider. */
  @GET
  @Path("/{id}")
  @Operation(operationId = "getProvider", summary = "A provider with its streams and scopes")
  @APIResponse(responseCode = "200", description = "The provider")
  @APIResponse(responseCode = "404", description = "not-found")
  public ProviderJson get(@PathParam("id") String id) {
    return plugins
        .active(new ProviderId(id))
        .map(ProviderJson::of)
        .orElseThrow(
            () -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such provider"));
  }

  /**
   * A provider.
   *
   * @param id as in connections
   * @param name for people
   * @param regions where accounts can live; the first is the default
   * @param scopes that a person can grant
   * @param streams kinds of data
   */
  @Schema(name = "Provider")
  public record ProviderJson(
      String id,
      String name,
      List<String> regions,
      List<ScopeJson> scopes,
      List<StreamJson> streams) {

    static ProviderJson of(ActivePlugin plugin) {
      ProviderDescriptor descriptor = plugin.descriptor();
      Authorization authorization = descriptor.authorization();
      return new ProviderJson(
          descriptor.id(),
          descriptor.name(),
          authorization.regions().stream().map(region -> region.id()).toList(),
          authorization.scopes().stream()
              .map(scope -> new ScopeJson(scope.name(), scope.description(), scope.required()))
              .toList(),
          descriptor.streams().stream()
              .map(
                  stream ->
                      new StreamJson(
                          stream.name(),
                          stream.title(),
                          stream.scopes().stream().sorted().toList(),
                          stream.movement().name()))
              .toList());
    }
  }

  /** A scope. */
  @Schema(name = "Scope")
  public record ScopeJson(String name, String description, boolean required) {}

  /** A stream. */
  @Schema(name = "Stream")
  public record StreamJson(String name, String title, List<String> scopes, String movement) {}
}

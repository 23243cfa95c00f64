package org.healthsync.sync.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Listing;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.plugin.PluginStatus;

/** The plugins on disk, working or not. */
@Path("/api/v1/plugins")
@Dependent
@RolesAllowed(Caller.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
public class PluginsResource {

  private final PluginRegistry plugins;

  /** Reads from {@code plugins}. */
  @Inject
  public PluginsResource(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  /** Lists plugins. */
  @GET
  @Operation(
      operationId = "listPlugins",
      summary = "Plugins on disk, with the reason where one is not used")
  @APIResponse(responseCode = "200", description = "All of them, the working ones first")
  public Listing<PluginStatus> list() {
    return new Listing<>(plugins.status(), null);
  }
}

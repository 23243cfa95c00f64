package org.healthsync.sync.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Listing;
import org.healthsync.sync.ProviderLimits;

/** How the providers' limits stand. */
@Path("/api/v1/budgets")
@Dependent
@RolesAllowed(Caller.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
public class BudgetsResource {

  private static final String EXAMPLE =
      """
      {"items":[{"provider":"withings","mode":"SHARED",
      "breaker":{"state":"CLOSED","failures":0,"openUntil":null},
      "budgets":[{"name":"app","scope":"CLIENT","accounts":null,"closedUntil":null,
      "windows":[{"period":"PT1M","alignment":"SLIDING","limit":120,"effectiveLimit":120,"used":87,
      "underWay":3,"usedByOthers":0,"free":33,"reserve":1}]}]}],"next":null}
      """;

  private final ProviderLimits limits;

  /** Reads from {@code limits}. */
  @Inject
  public BudgetsResource(ProviderLimits limits) {
    this.limits = limits;
  }

  /** Lists limits. */
  @GET
  @Operation(
      operationId = "listBudgets",
      summary = "The limits of every provider, what is used of them, and whether it is paused",
      description =
          "A budget that each account has for itself is shown as the fullest of those lately used,"
              + " with the number of accounts. While Redis is away the mode is OWN, each replica"
              + " keeps to its share, and what is used is not known.")
  @APIResponse(
      responseCode = "200",
      description = "All providers whose plugins are active, by id",
      content = @Content(examples = @ExampleObject(name = "one provider", value = EXAMPLE)))
  public Listing<BudgetsJson> list() {
    return new Listing<>(limits.all().stream().map(BudgetsJson::of).toList(), null);
  }
}

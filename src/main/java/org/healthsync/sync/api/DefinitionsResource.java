package org.healthsync.sync.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.healthsync.override.ActiveMappings;
import org.healthsync.override.BrokenMappingException;
import org.healthsync.platform.api.Caller;
import org.healthsync.sync.SyncSettings;

/** What our own codes and extensions mean, for FHIR servers. */
@Path("/api/v1/definitions")
@Dependent
@RolesAllowed({Caller.OPERATOR, Caller.ADMIN})
@Produces(DefinitionsResource.FHIR_JSON)
@Tag(name = "Mappings")
public class DefinitionsResource {

  static final String FHIR_JSON = "application/fhir+json";

  private static final String EXAMPLE =
      """
      {"resourceType":"Bundle","type":"transaction","entry":[{"resource":
      {"resourceType":"CodeSystem","url":"https://health.example/fhir/CodeSystem/sleep-stage",
      "version":"1.0.0","name":"SleepStage","title":"Stages of sleep","status":"active",
      "caseSensitive":true,"content":"complete","concept":[{"code":"deep","display":"Deep sleep",
      "definition":"Deep sleep."}]},"request":{"method":"PUT",
      "url":"CodeSystem?url=https%3A%2F%2Fhealth.example%2Ffhir%2FCodeSystem%2Fsleep-stage"}}]}
      """;

  private final ActiveMappings mappings;
  private final SyncSettings settings;

  /** Reads from the active table. */
  @Inject
  public DefinitionsResource(ActiveMappings mappings, SyncSettings settings) {
    this.mappings = mappings;
    this.settings = settings;
  }

  /** All definitions. */
  @GET
  @Operation(
      operationId = "listDefinitions",
      summary =
          "The service's own code systems, value sets and extensions as a FHIR R5 transaction",
      description =
          "Post it to a FHIR server whose users look codes up: it creates or replaces each by its"
              + " URL. Those of the active mappings, plugins and overrides included.")
  @APIResponse(
      responseCode = "200",
      description = "A Bundle",
      content = @Content(examples = @ExampleObject(name = "one code system", value = EXAMPLE)))
  public String all() {
    try {
      return mappings.current().table().mapping().terminology().transaction(settings.fhirBase());
    } catch (BrokenMappingException e) {
      throw MappingCalls.invalid(e);
    }
  }
}

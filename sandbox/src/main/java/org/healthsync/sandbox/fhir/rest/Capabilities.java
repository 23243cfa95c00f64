package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ServerCapabilityStatementProvider;
import ca.uhn.fhir.util.FhirTerser;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r5.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r5.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r5.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r5.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r5.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r5.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r5.model.Enumerations.SearchParamType;

/** Adds to HAPI's capability statement what it cannot see in the annotations. */
public final class Capabilities extends ServerCapabilityStatementProvider {

  private final Indexing indexing;

  Capabilities(RestfulServer server, Indexing indexing) {
    super(server);
    this.indexing = indexing;
  }

  @Override
  protected void postProcessRest(FhirTerser terser, IBase element) {
    CapabilityStatementRestComponent rest = (CapabilityStatementRestComponent) element;
    rest.setInteraction(null);
    Stream.of(
            SystemRestfulInteraction.TRANSACTION,
            SystemRestfulInteraction.BATCH,
            SystemRestfulInteraction.HISTORYSYSTEM)
        .forEach(code -> rest.addInteraction().setCode(code));
  }

  @Override
  protected void postProcessRestResource(FhirTerser terser, IBase element, String type) {
    var resource = (CapabilityStatementRestResourceComponent) element;
    resource
        .setVersioning(ResourceVersionPolicy.VERSIONEDUPDATE)
        .setReadHistory(true)
        .setUpdateCreate(true)
        .setConditionalCreate(true)
        .setConditionalUpdate(true)
        .setConditionalDelete(ConditionalDeleteStatus.SINGLE);
    if (resource.getInteraction().stream()
        .noneMatch(i -> i.getCode() == TypeRestfulInteraction.SEARCHTYPE)) {
      resource.addInteraction().setCode(TypeRestfulInteraction.SEARCHTYPE);
    }
    addSearch(resource, "_id", SearchParamType.TOKEN);
    addSearch(resource, "_lastUpdated", SearchParamType.DATE);
    indexing
        .parametersOf(type)
        .forEach(p -> addSearch(resource, p.code(), SearchParamType.valueOf(p.kind().name())));
  }

  private static void addSearch(
      CapabilityStatementRestResourceComponent resource, String name, SearchParamType type) {
    resource.addSearchParam().setName(name).setType(type);
  }
}

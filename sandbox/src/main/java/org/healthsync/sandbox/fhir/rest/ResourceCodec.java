package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.valueset.BundleEntrySearchModeEnum;
import ca.uhn.fhir.model.valueset.BundleEntryTransactionMethodEnum;
import java.util.Date;
import org.healthsync.sandbox.fhir.store.StoredVersion;
import org.hl7.fhir.r5.model.IdType;
import org.hl7.fhir.r5.model.InstantType;
import org.hl7.fhir.r5.model.Meta;
import org.hl7.fhir.r5.model.Resource;

/** Between stored versions and HAPI's model. Thread-safe. */
final class ResourceCodec {

  private final FhirContext context = R5.context();

  /** Encodes without id and meta, which it removes from the resource. */
  String encode(Resource resource) {
    resource.setIdElement(null);
    resource.setMeta(null);
    return context.newJsonParser().encodeResourceToString(resource);
  }

  /** A new instance each time, so that whoever gets it may change it. */
  Resource decode(StoredVersion version) {
    Resource resource =
        version.deleted()
            ? emptyResource(version.key().type())
            : (Resource) context.newJsonParser().parseResource(version.content());
    resource.setIdElement(id(version));
    Meta meta = resource.getMeta();
    meta.setVersionId(Long.toString(version.version()));
    meta.setLastUpdated(Date.from(version.lastUpdated()));
    version.labels().writeTo(meta);
    ResourceMetadataKeyEnum.ENTRY_SEARCH_MODE.put(resource, BundleEntrySearchModeEnum.MATCH);
    return resource;
  }

  /** As {@link #decode}, and says how the version came to be. */
  Resource decodeForHistory(StoredVersion version) {
    Resource resource = decode(version);
    ResourceMetadataKeyEnum.ENTRY_TRANSACTION_METHOD.put(
        resource, BundleEntryTransactionMethodEnum.valueOf(version.method().name()));
    if (version.deleted()) {
      ResourceMetadataKeyEnum.DELETED_AT.put(
          resource, new InstantType(Date.from(version.lastUpdated())));
    }
    return resource;
  }

  IdType id(StoredVersion version) {
    return new IdType(version.key().type(), version.key().id(), Long.toString(version.version()));
  }

  private Resource emptyResource(String type) {
    return (Resource) context.getResourceDefinition(type).newInstance();
  }
}

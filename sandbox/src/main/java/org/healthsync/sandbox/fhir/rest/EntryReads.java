package org.healthsync.sandbox.fhir.rest;

import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.model.Bundle;
import org.hl7.fhir.r5.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r5.model.Bundle.BundleType;
import org.hl7.fhir.r5.model.IdType;
import org.hl7.fhir.r5.model.Resource;

/** GET entries of a bundle: reads, version reads and searches, the latter without paging. */
final class EntryReads {

  private final Reads reads;

  EntryReads(Reads reads) {
    this.reads = reads;
  }

  BundleEntryComponent read(BundleEntryComponent entry) {
    String url = entry.getRequest().getUrl();
    int question = url.indexOf('?');
    Resource found =
        question < 0
            ? one(new IdType(url))
            : search(url.substring(0, question), url.substring(question + 1));
    BundleEntryComponent answer = new BundleEntryComponent().setResource(found);
    answer.getResponse().setStatus("200 OK");
    return answer;
  }

  private Resource one(IdType id) {
    return reads.read(id.getResourceType(), id);
  }

  private Bundle search(String type, String query) {
    VersionBundle found = reads.search(type, QueryString.parse(query));
    Bundle bundle = new Bundle().setType(BundleType.SEARCHSET).setTotal(found.size());
    List<IBaseResource> resources = found.getResources(0, found.size());
    resources.forEach(resource -> bundle.addEntry().setResource((Resource) resource));
    return bundle;
  }
}

package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.annotation.ConditionalUrlParam;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Since;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.Date;
import java.util.Objects;
import org.healthsync.sandbox.fhir.store.Committed.Effect;
import org.healthsync.sandbox.fhir.store.StoredVersion;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.model.IdType;
import org.hl7.fhir.r5.model.Resource;
import org.jspecify.annotations.Nullable;

/** The interactions of one resource type, the same for all. HAPI calls it by its annotations. */
public final class TypeProvider implements IResourceProvider {

  private final ResourceCodec codec = new ResourceCodec();
  private final String type;
  private final Reads reads;
  private final Writes writes;

  TypeProvider(String type, Reads reads, Writes writes) {
    this.type = type;
    this.reads = reads;
    this.writes = writes;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return R5.context().getResourceDefinition(type).getImplementingClass();
  }

  @Read(version = true)
  public IBaseResource read(@IdParam IdType id) {
    return reads.read(type, id);
  }

  /** Reads the parameters itself, the same way as those of a condition in a bundle. */
  @Search(allowUnknownParams = true)
  public IBundleProvider search(RequestDetails request) {
    return reads.search(type, request.getParameters());
  }

  @History
  public IBundleProvider history(@IdParam IdType id, @Since @Nullable Date since) {
    return reads.history(type, id, since);
  }

  @History
  public IBundleProvider history(@Since @Nullable Date since) {
    return reads.history(type, since);
  }

  @Create
  public MethodOutcome create(
      @ResourceParam IBaseResource resource, @ConditionalUrlParam @Nullable String ifNoneExist) {
    String condition = ifNoneExist == null ? null : query(ifNoneExist);
    return written(WriteRequest.create(type, (Resource) resource, condition));
  }

  /** The version in the id comes from If-Match. */
  @Update
  public MethodOutcome update(
      @IdParam @Nullable IdType id,
      @ConditionalUrlParam @Nullable String condition,
      @ResourceParam IBaseResource resource) {
    Resource body = (Resource) resource;
    if (condition != null) {
      return written(WriteRequest.conditionalUpdate(type, query(condition), body));
    }
    IdType named = Objects.requireNonNull(id);
    Long expected = named.hasVersionIdPart() ? named.getVersionIdPartAsLong() : null;
    return written(WriteRequest.update(type, named.getIdPart(), expected, body));
  }

  @Delete
  public MethodOutcome delete(
      @IdParam @Nullable IdType id, @ConditionalUrlParam @Nullable String condition) {
    return written(
        condition == null
            ? WriteRequest.delete(type, Objects.requireNonNull(id).getIdPart(), null)
            : WriteRequest.delete(type, null, query(condition)));
  }

  private MethodOutcome written(WriteRequest request) {
    WriteOutcome outcome = writes.execute(request);
    StoredVersion version = outcome.version();
    MethodOutcome answer = new MethodOutcome().setCreated(outcome.effect() == Effect.CREATED);
    if (version != null) {
      answer.setId(codec.id(version));
    }
    if (version != null && !version.deleted()) {
      answer.setResource(codec.decode(version));
    }
    return answer;
  }

  private static String query(String url) {
    return url.substring(url.indexOf('?') + 1);
  }
}

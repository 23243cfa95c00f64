package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsync.sandbox.fhir.store.StoredVersion.Method;
import org.hl7.fhir.r5.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r5.model.Bundle.BundleEntryRequestComponent;
import org.hl7.fhir.r5.model.Bundle.HTTPVerb;
import org.hl7.fhir.r5.model.Resource;
import org.jspecify.annotations.Nullable;

/** Reads the entries of transactions and batches. */
final class BundleEntries {

  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d+)\"");
  private static final Pattern URL =
      Pattern.compile("/?([A-Za-z]+)(?:/([^/?]+))?(?:\\?(.*))?", Pattern.DOTALL);

  private BundleEntries() {}

  /** Whether the entry reads. */
  static boolean isRead(BundleEntryComponent entry) {
    return entry.getRequest().getMethod() == HTTPVerb.GET;
  }

  /**
   * Reads the entry as a create, update or delete.
   *
   * @throws InvalidRequestException when it is not a create, update or delete (bdl-3c), or not one
   *     that this server understands
   */
  static WriteRequest write(BundleEntryComponent entry) {
    BundleEntryRequestComponent request = entry.getRequest();
    Matcher url = URL.matcher(request.getUrl() == null ? "" : request.getUrl());
    if (!url.matches()) {
      throw new InvalidRequestException("Bundle.entry.request.url is not that of a resource");
    }
    Method method = method(request.getMethod());
    refuseIncomplete(method, entry.getResource(), url.group(2), url.group(3));
    return new WriteRequest(
        method,
        url.group(1),
        url.group(2),
        method == Method.POST ? condition(request.getIfNoneExist()) : url.group(3),
        version(request.getIfMatch()),
        entry.getFullUrl(),
        method == Method.DELETE ? null : entry.getResource());
  }

  private static Method method(@Nullable HTTPVerb verb) {
    if (verb == null) {
      throw new InvalidRequestException("Bundle.entry.request.method is required (bdl-3c)");
    }
    return switch (verb) {
      case POST -> Method.POST;
      case PUT -> Method.PUT;
      case DELETE -> Method.DELETE;
      default -> throw new InvalidRequestException("Bundle.entry.request.method not supported");
    };
  }

  private static void refuseIncomplete(
      Method method, @Nullable Resource resource, @Nullable String id, @Nullable String query) {
    if (resource == null && method != Method.DELETE) {
      throw new InvalidRequestException("Bundle.entry.resource is required for " + method);
    }
    boolean addressed = id != null || query != null;
    if (addressed == (method == Method.POST)) {
      throw new InvalidRequestException("Bundle.entry.request.url is not one for " + method);
    }
  }

  private static @Nullable String condition(@Nullable String ifNoneExist) {
    return ifNoneExist == null ? null : ifNoneExist.substring(ifNoneExist.indexOf('?') + 1);
  }

  private static @Nullable Long version(@Nullable String etag) {
    if (etag == null) {
      return null;
    }
    Matcher matcher = ETAG.matcher(etag);
    if (!matcher.matches()) {
      throw new InvalidRequestException("Bundle.entry.request.ifMatch is not an ETag");
    }
    return Long.valueOf(matcher.group(1));
  }
}

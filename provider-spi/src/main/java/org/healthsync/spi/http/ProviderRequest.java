package org.healthsync.spi.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to one of the provider's declared endpoints. Immutable; the {@code with} methods return
 * changed copies.
 *
 * @param method HTTP method
 * @param endpoint name of an endpoint of the account's region
 * @param path appended to the endpoint's address; empty for the endpoint itself. An absolute URI is
 *     accepted only below that endpoint (Garmin's callback URLs)
 * @param operation short name for metrics and logs such as {@code getmeas}; no ids
 * @param query query parameters in order
 * @param form form parameters in order, sent as {@code application/x-www-form-urlencoded}
 * @param json JSON body, or null; not together with {@code form}
 * @param headers extra headers
 * @param authentication whose credentials the host adds
 * @param secrets secrets that the host fills in where the provider wants them elsewhere than in the
 *     {@code Authorization} header
 * @param charges permits to take from a budget by name; a budget that is not named is charged 1
 *     when it says so
 */
public record ProviderRequest(
    Method method,
    String endpoint,
    String path,
    String operation,
    List<Parameter> query,
    List<Parameter> form,
    @Nullable String json,
    Map<String, String> headers,
    Authentication authentication,
    List<SecretParameter> secrets,
    Map<String, Long> charges) {

  /** HTTP methods. */
  public enum Method {
    /** Read. */
    GET,
    /** Send. */
    POST,
    /** Replace. */
    PUT,
    /** Remove. */
    DELETE
  }

  /** Whose credentials the host adds. */
  public enum Authentication {
    /** The account's access token as {@code Authorization: Bearer}. */
    BEARER,
    /** The client's id and secret as HTTP Basic. */
    CLIENT_BASIC,
    /** None. */
    NONE
  }

  /** Secrets that a request can carry. */
  public enum Secret {
    /** The account's access token. */
    ACCESS_TOKEN,
    /** The operator's client id; no secret, but the plugin has no other way to it here. */
    CLIENT_ID,
    /** The operator's client secret. */
    CLIENT_SECRET
  }

  /** Where a secret goes. */
  public enum Place {
    /** Into the query, where a provider insists on it. */
    QUERY,
    /** Into the form. */
    FORM,
    /** Into a header of that name. */
    HEADER
  }

  /**
   * A secret and where it goes (Google's and Strava's revocation, Oura's webhook calls).
   *
   * @param place part of the request
   * @param name parameter or header name
   * @param secret what the host fills in
   */
  public record SecretParameter(Place place, String name, Secret secret) {}

  /**
   * A name and a value, unencoded.
   *
   * @param name parameter name
   * @param value parameter value
   */
  public record Parameter(String name, String value) {

    /** The name; the value may be personal and stays out. */
    @Override
    public String toString() {
      return name;
    }
  }

  /** Copies the collections. */
  public ProviderRequest {
    query = List.copyOf(query);
    form = List.copyOf(form);
    headers = Map.copyOf(headers);
    secrets = List.copyOf(secrets);
    charges = Map.copyOf(charges);
    if (json != null && !form.isEmpty()) {
      throw new IllegalArgumentException("a request has a form or a JSON body, not both");
    }
  }

  /** A GET with the account's token. */
  public static ProviderRequest get(String endpoint, String path, String operation) {
    return of(Method.GET, endpoint, path, operation);
  }

  /** A POST with the account's token. */
  public static ProviderRequest post(String endpoint, String path, String operation) {
    return of(Method.POST, endpoint, path, operation);
  }

  /** A DELETE with the account's token. */
  public static ProviderRequest delete(String endpoint, String path, String operation) {
    return of(Method.DELETE, endpoint, path, operation);
  }

  private static ProviderRequest of(Method method, String endpoint, String path, String operation) {
    return new ProviderRequest(
        method,
        endpoint,
        path,
        operation,
        List.of(),
        List.of(),
        null,
        Map.of(),
        Authentication.BEARER,
        List.of(),
        Map.of());
  }

  /** With one more query parameter. */
  public ProviderRequest withQuery(String name, String value) {
    return new ProviderRequest(
        method,
        endpoint,
        path,
        operation,
        plus(query, name, value),
        form,
        json,
        headers,
        authentication,
        secrets,
        charges);
  }

  /** With one more form parameter. */
  public ProviderRequest withForm(String name, String value) {
    return new ProviderRequest(
        method,
        endpoint,
        path,
        operation,
        query,
        plus(form, name, value),
        json,
        headers,
        authentication,
        secrets,
        charges);
  }

  /** With a JSON body. */
  public ProviderRequest withJson(String body) {
    return new ProviderRequest(
        method,
        endpoint,
        path,
        operation,
        query,
        form,
        body,
        headers,
        authentication,
        secrets,
        charges);
  }

  /** With one more header. */
  public ProviderRequest withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ProviderRequest(
        method,
        endpoint,
        path,
        operation,
        query,
        form,
        json,
        more,
        authentication,
        secrets,
        charges);
  }

  /** With other credentials. */
  public ProviderRequest with(Authentication other) {
    return new ProviderRequest(
        method, endpoint, path, operation, query, form, json, headers, other, secrets, charges);
  }

  /** With a secret that the host fills in; the plugin never sees it. */
  public ProviderRequest withSecret(Place place, String name, Secret secret) {
    List<SecretParameter> more = new ArrayList<>(secrets);
    more.add(new SecretParameter(place, name, secret));
    return new ProviderRequest(
        method,
        endpoint,
        path,
        operation,
        query,
        form,
        json,
        headers,
        authentication,
        more,
        charges);
  }

  /** With a charge on a named budget. */
  public ProviderRequest withCharge(String budget, long permits) {
    Map<String, Long> more = new LinkedHashMap<>(charges);
    more.put(budget, permits);
    return new ProviderRequest(
        method,
        endpoint,
        path,
        operation,
        query,
        form,
        json,
        headers,
        authentication,
        secrets,
        more);
  }

  private static List<Parameter> plus(List<Parameter> list, String name, String value) {
    List<Parameter> more = new ArrayList<>(list);
    more.add(new Parameter(name, value));
    return more;
  }

  /** Method, endpoint and operation; parameters may be personal and stay out. */
  @Override
  public String toString() {
    return method + " " + endpoint + " " + operation;
  }
}

package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Steers a running simulated cloud. Every method is one blocking HTTP call, done when it returns.
 * Safe for many threads. A refused call ends in an {@link IllegalArgumentException} with the
 * cloud's reason, an unreachable cloud in an {@link UncheckedIOException}.
 */
public final class SandboxControl {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A client of the cloud at that address ({@link WithingsCloud#baseUri()}). */
  public SandboxControl(URI base) {
    this.base = base;
  }

  /** Everybody with an account, in a fixed order. */
  public List<CloudUser> users() {
    return Json.MAPPER.convertValue(call("GET", "users"), new TypeReference<>() {});
  }

  /** Everything the account holds or held by now; none of a stream that serves raw pages. */
  public List<SourceItem> truth(long userId) {
    return Json.MAPPER.convertValue(
        call("GET", "users/" + userId + "/truth"), new TypeReference<>() {});
  }

  /** Where applications want to hear of the account, one for each category. */
  public List<NotifiedAddress> subscriptions(long userId) {
    return Json.MAPPER.convertValue(
        call("GET", "users/" + userId + "/subscriptions"), new TypeReference<>() {});
  }

  public CloudStats stats() {
    return Json.MAPPER.convertValue(call("GET", "stats"), CloudStats.class);
  }

  /** All vendor calls, oldest first; refused when there were more than 200,000. */
  public List<RecordedCall> calls() {
    return Json.MAPPER.convertValue(call("GET", "calls"), new TypeReference<>() {});
  }

  /**
   * Adds a group with one measure, {@code value} x 10^{@code unit} of the vendor's type, as if the
   * scale had just sent it.
   *
   * @return its {@code grpid}
   */
  public long addMeasure(long userId, Instant date, int type, long value, int unit) {
    ObjectNode fields = Json.object().put("date", date.getEpochSecond());
    fields.putArray("measures").addObject().put("type", type).put("value", value).put("unit", unit);
    return Long.parseLong(add(userId, "measures", fields));
  }

  /** Gives the measure of that type in the group another value. */
  public void correctMeasure(long userId, long grpid, int type, long value, int unit) {
    ObjectNode fields = Json.object();
    fields.putArray("measures").addObject().put("type", type).put("value", value).put("unit", unit);
    correct(userId, "measures", Long.toString(grpid), fields);
  }

  /** Deletes a whole group. */
  public void deleteMeasures(long userId, long grpid) {
    delete(userId, "measures", Long.toString(grpid));
  }

  /** Makes or replaces the totals of a day; the fields are the vendor's. */
  public void putActivity(long userId, LocalDate day, ObjectNode fields) {
    add(userId, "activity", fields.deepCopy().put("date", day.toString()));
  }

  /**
   * Adds a record to measures, activity, sleep, workouts, heart, intraday, sleep-detail or devices.
   * The fields are the vendor's; what they leave out is made up. The second of a sample within the
   * day is its field {@code at}.
   *
   * @return the key of the record, by which it is corrected and deleted
   */
  public String add(long userId, String stream, ObjectNode fields) {
    return call("POST", "users/" + userId + "/" + stream, fields).path("key").asText();
  }

  /** Changes the given fields of a record and its {@code modified}. */
  public void correct(long userId, String stream, String key, ObjectNode fields) {
    call("PUT", "users/" + userId + "/" + stream + "/" + key, fields);
  }

  /** Deletes a record: it is not returned any more. */
  public void delete(long userId, String stream, String key) {
    call("DELETE", "users/" + userId + "/" + stream + "/" + key);
  }

  /**
   * Serves these bodies word for word to the next calls for the stream, then empty pages.
   *
   * @param stream the names of {@link #add}
   * @param repeatLast whether the last body comes for ever instead
   */
  public void servePages(long userId, String stream, List<String> bodies, boolean repeatLast) {
    ObjectNode request = Json.object().put("repeatLast", repeatLast);
    ArrayNode pages = request.putArray("pages");
    bodies.forEach(pages::add);
    call("PUT", "users/" + userId + "/pages/" + stream, request);
  }

  /** Ends {@link #servePages}. */
  public void serveGenerated(long userId, String stream) {
    call("DELETE", "users/" + userId + "/pages/" + stream);
  }

  /**
   * Removes the application as the person can in the vendor's app: every token is void from now on.
   */
  public void revoke(long userId) {
    call("POST", "users/" + userId + "/revoke");
  }

  /** Makes the person's access tokens expire now; refresh tokens stay good. */
  public void expireAccessTokens(long userId) {
    call("POST", "users/" + userId + "/expire-access-tokens");
  }

  /**
   * Whether refresh tokens outlive their use from now on, or work once; a reset undoes it.
   *
   * @see WithingsCloudOptions#refreshGrace()
   */
  public void refreshGrace(boolean grace) {
    call("PUT", "refresh-grace", Json.object().put("grace", grace));
  }

  /** Lets the fault strike the next vendor calls, whatever they are. */
  public void inject(CloudFault fault, int times) {
    call("POST", "faults", Json.object().put("fault", fault.name()).put("times", times));
  }

  /**
   * Lets the fault strike the next calls of one action, or of any.
   *
   * @param action as in the statistics ("measure/getmeas"); null for any
   * @param delay of {@link CloudFault#DELAY}, or per byte of {@link CloudFault#DRIBBLE}; the others
   *     ignore it
   */
  public void inject(CloudFault fault, int times, @Nullable String action, Duration delay) {
    ObjectNode rule = Json.object().put("fault", fault.name()).put("times", times);
    call("POST", "faults", rule.put("action", action).put("delayMillis", delay.toMillis()));
  }

  /** Takes back the faults that have not struck yet. */
  public void clearFaults() {
    call("DELETE", "faults");
  }

  /** Lets consent return to this address too; survives a reset. */
  public void registerRedirectUri(URI uri) {
    call("POST", "redirect-uris", Json.object().put("uri", uri.toString()));
  }

  /** Back to the state after the start: data, tokens, subscriptions, faults, statistics. */
  public void reset() {
    call("POST", "reset");
  }

  private JsonNode call(String method, String path) {
    return call(method, path, Map.of());
  }

  private JsonNode call(String method, String path, Object body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/control/" + path))
            .timeout(DEADLINE)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(Json.write(body)))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      JsonNode answer = Json.MAPPER.readTree(response.body());
      if (response.statusCode() != 200) {
        throw new IllegalArgumentException(answer.path("error").asText("the cloud refused"));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox cloud does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the sandbox cloud", e);
    }
  }
}

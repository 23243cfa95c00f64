package org.healthsync.deliver;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A FHIR server on loopback that keeps all versions, checks references, works transactions as a
 * whole and fails as told. Its token endpoint gives numbered tokens.
 */
public final class FhirStub implements AutoCloseable {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Answers instead of the server, or lets it work when it returns false. */
  public interface Fault {
    /** Handles the request. */
    boolean handle(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Map<String, List<String>> history = new LinkedHashMap<>();
  private final Set<String> patients = ConcurrentHashMap.newKeySet();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger mostInside = new AtomicInteger();
  private final AtomicInteger bundles = new AtomicInteger();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile Fault standing = exchange -> false;
  private volatile Predicate<String> poison = body -> false;
  private volatile Optional<String> wantedToken = Optional.empty();
  private volatile boolean readable = true;
  private volatile boolean partial;
  private volatile boolean reversed;
  private volatile String fhirVersion = "5.0.0";

  /** Starts on a free port, with {@code Patient/p1}. */
  public FhirStub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    patients.add("Patient/p1");
    server.setExecutor(executor);
    server.createContext("/token", this::token);
    server.createContext("/fhir", this::fhir);
    server.start();
  }

  /** An address on it. */
  public URI address(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  /** The next requests to the FHIR server go to these instead, one each. */
  public synchronized void next(Fault... each) {
    faults.addAll(List.of(each));
  }

  /** All requests go to this one from now on, when no other waits for them. */
  public void always(Fault fault) {
    standing = fault;
  }

  /** Drops the faults that no request has met yet. */
  public synchronized void forgetFaults() {
    faults.clear();
  }

  /** Refuses a resource whose text matches, quoting it in the diagnostics. */
  public void refuse(Predicate<String> body) {
    poison = body;
  }

  /** Processes each entry for itself, as servers do that treat a transaction as a batch. */
  public void processEntriesForThemselves() {
    partial = true;
  }

  /** Answers in another order and leaves the last entry out. */
  public void answerInAnotherOrder() {
    reversed = true;
  }

  /** Adds or removes a Patient. */
  public void patient(String reference, boolean there) {
    if (there) {
      patients.add(reference);
    } else {
      patients.remove(reference);
    }
  }

  /** Forbids to read Patients. */
  public void forbidReading() {
    readable = false;
  }

  /** Wants a bearer token from now on. */
  public void wantToken(String token) {
    wantedToken = Optional.of(token);
  }

  /** Says that it is of another version. */
  public void version(String version) {
    fhirVersion = version;
  }

  /** All versions of a resource, oldest first. */
  public synchronized List<String> versions(String reference) {
    return List.copyOf(history.getOrDefault(reference, List.of()));
  }

  /** All resources in the order of their creation. */
  public synchronized List<String> resources() {
    return List.copyOf(history.keySet());
  }

  /** How many bundles came. */
  public int bundles() {
    return bundles.get();
  }

  /** How many tokens were given out. */
  public int tokens() {
    return tokens.get();
  }

  /** The largest number of bundles that were worked on at one time. */
  public int mostBundlesAtOnce() {
    return mostInside.get();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  /** A fault with a status and a header. */
  public static Fault status(int status, String header, String value, String body) {
    return exchange -> {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add(header, value);
      answer(exchange, status, body);
      return true;
    };
  }

  /** A fault with a status. */
  public static Fault status(int status) {
    return status(status, "X-Test", "x", "");
  }

  private void token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String auth = exchange.getRequestHeaders().getFirst("Authorization");
    boolean known =
        "Basic aWQ6cyUzQWVjcmV0".equals(auth)
            && form.equals("grant_type=client_credentials&scope=system%2F*.write");
    if (known) {
      String token = "token-" + tokens.incrementAndGet();
      answer(
          exchange,
          200,
          "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":300}");
    } else {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
    }
  }

  private void fhir(HttpExchange exchange) throws IOException {
    boolean post = exchange.getRequestMethod().equals("POST");
    if (post) {
      bundles.incrementAndGet();
    }
    mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
    try {
      if (!post || !nextFault().handle(exchange)) {
        serve(exchange, post);
      }
    } finally {
      inside.decrementAndGet();
    }
  }

  private synchronized Fault nextFault() {
    Fault next = faults.poll();
    return next == null ? standing : next;
  }

  private void serve(HttpExchange exchange, boolean post) throws IOException {
    String auth = exchange.getRequestHeaders().getFirst("Authorization");
    if (wantedToken.isPresent() && !("Bearer " + wantedToken.get()).equals(auth)) {
      answer(exchange, 401, "");
    } else if (post) {
      Answer answer = commit(exchange.getRequestBody().readAllBytes());
      answer(exchange, answer.status, answer.body);
    } else if (exchange.getRequestURI().getPath().endsWith("/metadata")) {
      answer(
          exchange,
          200,
          "{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"" + fhirVersion + "\"}");
    } else {
      String reference = exchange.getRequestURI().getPath().substring("/fhir/".length());
      answer(exchange, readable ? patients.contains(reference) ? 200 : 404 : 403, "");
    }
  }

  /** Works a bundle as if it had come. */
  public synchronized Answer commit(byte[] bundle) throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    Set<String> coming = new HashSet<>();
    for (JsonNode entry : JSON.readTree(bundle).path("entry")) {
      resources.add(entry.path("resource"));
      String reference = entry.path("request").path("url").asText();
      if (!reference(entry.path("resource")).equals(reference) || !coming.add(reference)) {
        return refusal("HAPI-0535: bad or repeated id " + reference);
      }
    }
    ArrayNode entries = JSON.createArrayNode();
    Set<String> known = partial ? new HashSet<>() : coming;
    for (JsonNode resource : resources) {
      Optional<String> problem = problem(resource, known);
      if (problem.isPresent() && !partial) {
        return refusal(problem.get());
      }
      entries.add(entryAnswer(resource, problem));
    }
    for (JsonNode resource : resources) {
      if (problem(resource, known).isEmpty()) {
        store(reference(resource), resource.toString());
      }
    }
    return new Answer(200, bundleOf(entries));
  }

  private Optional<String> problem(JsonNode resource, Set<String> coming) {
    if (poison.test(resource.toString())) {
      return Optional.of("HAPI-1814: wrong value " + resource);
    }
    List<JsonNode> references = resource.findValues("reference");
    return references.stream()
        .map(JsonNode::asText)
        .filter(to -> !patients.contains(to) && !history.containsKey(to) && !coming.contains(to))
        .map(to -> "HAPI-1094: Resource " + to + " not found, specified in path: x.subject")
        .findFirst();
  }

  private void store(String reference, String body) {
    List<String> versions = history.computeIfAbsent(reference, key -> new ArrayList<>());
    if (versions.isEmpty() || !versions.get(versions.size() - 1).equals(body)) {
      versions.add(body);
    }
  }

  private static ObjectNode entryAnswer(JsonNode resource, Optional<String> problem) {
    ObjectNode response = JSON.createObjectNode();
    response.put("status", problem.isPresent() ? "422 Unprocessable" : "201 Created");
    if (problem.isPresent()) {
      response.set("outcome", outcome(problem.get()));
    } else {
      response.put("location", "http://localhost/fhir/" + reference(resource) + "/_history/1");
      response.put("etag", "W/\"1\"");
    }
    ObjectNode entry = JSON.createObjectNode();
    entry.set("response", response);
    return entry;
  }

  private String bundleOf(ArrayNode entries) {
    ArrayNode given = entries;
    if (reversed) {
      given = JSON.createArrayNode();
      for (int i = entries.size() - 2; i >= 0; i--) {
        given.add(entries.get(i));
      }
    }
    ObjectNode bundle = JSON.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "transaction-response");
    bundle.set("entry", given);
    return bundle.toString();
  }

  private static Answer refusal(String diagnostics) {
    return new Answer(400, outcome(diagnostics).toString());
  }

  private static ObjectNode outcome(String diagnostics) {
    ObjectNode outcome = JSON.createObjectNode().put("resourceType", "OperationOutcome");
    ObjectNode issue = outcome.putArray("issue").addObject();
    issue.put("severity", "error").put("code", "processing").put("diagnostics", diagnostics);
    issue.putArray("expression").add("Observation.value.ofType(Quantity)");
    return outcome;
  }

  private static String reference(JsonNode resource) {
    return resource.path("resourceType").asText() + "/" + resource.path("id").asText();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** What it says to a bundle. */
  public record Answer(int status, String body) {}
}

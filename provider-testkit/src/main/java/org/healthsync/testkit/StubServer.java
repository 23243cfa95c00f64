package org.healthsync.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * A provider's cloud that gives prepared answers in order, on a free loopback port, and remembers
 * what it was asked. A request for which no answer is left gets HTTP 418 with the header {@value
 * #EXHAUSTED}.
 */
public final class StubServer implements AutoCloseable {

  /** Marks the answer to a request too many. */
  static final String EXHAUSTED = "Stub-Exhausted";

  /** Carries the prepared {@code Date}, in place of which the JDK's server sends its own. */
  static final String DATE = "Stub-Date";

  private final HttpServer server;
  private final Queue<StubAnswer> answers = new ConcurrentLinkedQueue<>();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

  private StubServer(HttpServer server) {
    this.server = server;
  }

  /** Starts a server on a free port. */
  public static StubServer start() {
    try {
      InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      StubServer stub = new StubServer(HttpServer.create(free, 0));
      stub.server.createContext("/", stub::serve);
      stub.server.start();
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prepares the next answers, in order. */
  public void enqueue(StubAnswer... next) {
    enqueue(Arrays.asList(next));
  }

  /** Prepares the next answers, in order. */
  public void enqueue(List<StubAnswer> next) {
    answers.addAll(next);
  }

  /** Forgets requests and answers. */
  public void reset() {
    answers.clear();
    requests.clear();
  }

  /** All requests so far, in order. */
  public List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /** The latest request. */
  public RecordedRequest last() {
    List<RecordedRequest> all = requests();
    if (all.isEmpty()) {
      throw new AssertionError("the plugin sent no request");
    }
    return all.get(all.size() - 1);
  }

  /** Prepared answers that nobody asked for yet. */
  public int answersLeft() {
    return answers.size();
  }

  /** Address of the server. */
  public URI baseUri() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(record(exchange));
      StubAnswer answer =
          Optional.ofNullable(answers.poll())
              .orElseGet(() -> StubAnswer.http(418).withHeader(EXHAUSTED, "true"));
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      answer.headers().forEach((name, value) -> set(exchange, name, value));
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static void set(HttpExchange exchange, String name, String value) {
    exchange.getResponseHeaders().set(name.equalsIgnoreCase("Date") ? DATE : name, value);
  }

  private static RecordedRequest record(HttpExchange exchange) throws IOException {
    Map<String, String> headers =
        exchange.getRequestHeaders().entrySet().stream()
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT),
                    header -> header.getValue().get(0)));
    URI uri = exchange.getRequestURI();
    String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return new RecordedRequest(
        exchange.getRequestMethod(),
        uri.getPath(),
        RecordedRequest.parameters(query),
        headers,
        body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

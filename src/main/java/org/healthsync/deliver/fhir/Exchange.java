package org.healthsync.deliver.fhir;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.healthsync.platform.Causes;

/**
 * One request and its whole answer, within one deadline: a server that sends a byte a second does
 * not hold the thread. Safe for many threads.
 */
final class Exchange {

  private static final int LONGEST_ANSWER = 16 * 1024 * 1024;

  private final HttpClient http;
  private final Duration deadline;

  /**
   * Works with {@code http}.
   *
   * @throws IllegalArgumentException when it follows redirects: they could carry credentials and
   *     health data to another host
   */
  Exchange(HttpClient http, Duration deadline) {
    if (http.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException("the HTTP client must not follow redirects");
    }
    this.http = http;
    this.deadline = deadline;
  }

  /**
   * The answer.
   *
   * @throws ExchangeException when there is none
   */
  HttpResponse<byte[]> send(HttpRequest request) throws ExchangeException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, head -> new CappedBody(LONGEST_ANSWER));
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw ExchangeException.inDoubt("timeout");
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw ExchangeException.inDoubt("interrupted");
    }
  }

  private static ExchangeException failure(ExecutionException failed) {
    boolean noConnection =
        has(failed, ConnectException.class)
            || has(failed, HttpConnectTimeoutException.class)
            || has(failed, SSLHandshakeException.class);
    String reason = reason(failed);
    return noConnection ? ExchangeException.notSent(reason) : ExchangeException.inDoubt(reason);
  }

  // an operator can mend a certificate or a name, and waits for a network
  private static String reason(ExecutionException failed) {
    if (has(failed, SSLException.class)) {
      return "tls-failed";
    }
    return has(failed, UnresolvedAddressException.class) ? "unknown-host" : "unreachable";
  }

  private static boolean has(ExecutionException failed, Class<? extends Throwable> kind) {
    return Causes.first(failed, kind).isPresent();
  }
}

package org.healthsync.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.healthsync.platform.Causes;
import org.healthsync.platform.LastingExecutor;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.stream.Payload;

/**
 * Sends a request and reads the whole answer within one deadline and one size limit. Safe for many
 * threads; the caller's thread waits.
 */
final class HttpExchange {

  private final HttpClient client;
  private final FetchSettings settings;

  /**
   * Uses threads of {@code executor}. Redirects are never followed: they could carry a token away.
   */
  HttpExchange(Executor executor, FetchSettings settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .executor(new LastingExecutor(executor))
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connect())
            .build();
  }

  /**
   * Sends {@code request}.
   *
   * @param unanswered told why, before this throws
   * @throws RepeatableFailureException when no answer came and repeating is harmless
   * @throws ProviderException for any other answer that did not come or cannot be read
   */
  HttpAnswer send(HttpRequest request, Consumer<NoAnswer> unanswered)
      throws ProviderException, RepeatableFailureException {
    CompletableFuture<HttpResponse<byte[]>> pending =
        client.sendAsync(OnlyOnce.of(request), head -> new CappedBody(settings.maxBody()));
    try {
      return read(pending.get(settings.answer().toMillis(), TimeUnit.MILLISECONDS), unanswered);
    } catch (TimeoutException e) {
      pending.cancel(true);
      unanswered.accept(NoAnswer.TIMEOUT);
      throw unavailable("no complete answer within " + settings.answer());
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      unanswered.accept(NoAnswer.TIMEOUT);
      throw unavailable("waiting for the answer was cancelled");
    } catch (ExecutionException e) {
      Throwable cause = behind(e);
      unanswered.accept(NoAnswer.behind(cause));
      throw failure(request, cause);
    }
  }

  private HttpAnswer read(HttpResponse<byte[]> response, Consumer<NoAnswer> unanswered)
      throws ProviderException {
    try {
      String coding = response.headers().firstValue("Content-Encoding").orElse("");
      byte[] body = ContentDecoding.decode(response.body(), coding, settings.maxBody());
      return new HttpAnswer(response.statusCode(), response.headers(), Payload.of(body));
    } catch (BodyTooLargeException e) {
      unanswered.accept(NoAnswer.UNREADABLE);
      throw unreadable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      unanswered.accept(NoAnswer.UNREADABLE);
      throw unreadable("damaged or unknown content coding");
    }
  }

  private static Throwable behind(ExecutionException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    Throwable inner = cause instanceof UncheckedIOException ? cause.getCause() : null;
    return inner == null ? cause : inner;
  }

  private static ProviderException failure(HttpRequest request, Throwable cause)
      throws RepeatableFailureException {
    if (cause instanceof BodyTooLargeException) {
      return unreadable(String.valueOf(cause.getMessage()));
    }
    Throwable reason =
        Causes.first(cause, SSLException.class).map(Throwable.class::cast).orElse(cause);
    if (cause instanceof IOException) {
      boolean notSent =
          cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
      if (notSent || request.method().equals("GET")) {
        throw new RepeatableFailureException(reason);
      }
    }
    // the message of the cause may hold the address, and that personal data
    return unavailable("the connection failed with " + reason.getClass().getSimpleName());
  }

  private static ProviderException unavailable(String what) {
    return new ProviderException(StandardError.PROVIDER_UNAVAILABLE, what);
  }

  private static ProviderException unreadable(String what) {
    return new ProviderException(StandardError.BAD_PAYLOAD, "the answer is " + what);
  }
}

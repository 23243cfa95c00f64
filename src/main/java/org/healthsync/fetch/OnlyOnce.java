package org.healthsync.fetch;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A body that goes out once. The JDK repeats a read by itself when its connection ends before an
 * answer came, and the provider counts both: a request that has one permit must be sent once. Each
 * time it writes a head it asks for the length of the body, so the second question ends that.
 */
final class OnlyOnce implements BodyPublisher {

  private final BodyPublisher body;
  private final AtomicBoolean begun = new AtomicBoolean();

  private OnlyOnce(BodyPublisher body) {
    this.body = body;
  }

  /** The same request, which the HTTP client sends at most once. */
  static HttpRequest of(HttpRequest request) {
    BodyPublisher body = request.bodyPublisher().orElseGet(BodyPublishers::noBody);
    return HttpRequest.newBuilder(request, (name, value) -> true)
        .method(request.method(), new OnlyOnce(body))
        .build();
  }

  @Override
  public long contentLength() {
    if (begun.getAndSet(true)) {
      throw new UncheckedIOException(new EOFException("closed without an answer"));
    }
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    body.subscribe(subscriber);
  }
}

package org.healthsync.faults.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.NotifiedAddress;

/** Tells the service of changes as the provider does. Safe for many threads. */
final class Notifier implements AutoCloseable {

  private static final int AT_A_TIME = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** A person's addresses, once the service has subscribed to everything that is read of it. */
  static List<NotifiedAddress> addresses(Trial trial, Member member) {
    trial.until(
        "the provider knows where to send notifications",
        () ->
            trial
                .fleet()
                .rows()
                .text("select status from subscription where connection_id = ?", member)
                .equals("ACTIVE"));
    return trial.fleet().cloud().subscriptions(member.accountId());
  }

  /** Sends all of them, some at a time; what was answered, in their order. */
  List<Answer> tell(List<Told> all) {
    List<CompletableFuture<Answer>> answers =
        all.stream().map(one -> CompletableFuture.supplyAsync(() -> tell(one), threads)).toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private Answer tell(Told told) {
    HttpRequest request =
        HttpRequest.newBuilder(told.to())
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(told.form()))
            .build();
    long begin = System.nanoTime();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return new Answer(status, Duration.ofNanos(System.nanoTime() - begin).toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException("the service does not take a notification", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** One notification: where to, and its form. */
  record Told(URI to, String form) {

    /** That something of a category changed in a span of time, in seconds since 1970. */
    static Told of(URI to, long account, int appli, long start, long end) {
      return new Told(
          to, "userid=%d&appli=%d&startdate=%d&enddate=%d".formatted(account, appli, start, end));
    }
  }

  /** What the service said, and after how many milliseconds. */
  record Answer(int status, long millis) {

    /** The slowest but {@code percent} of all, in milliseconds. */
    static long percentile(List<Answer> all, double percent) {
      long[] sorted = all.stream().mapToLong(Answer::millis).sorted().toArray();
      return LongStream.of(sorted)
          .skip((long) (sorted.length * percent / 100))
          .findFirst()
          .orElse(0);
    }
  }
}

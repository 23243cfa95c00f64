package org.healthsync.sandbox.withings;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;

/**
 * Tells subscribed addresses that something changed, at once and in the background. One attempt
 * each: the vendor's repetitions over hours are left out.
 */
final class Notifier {

  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(DEADLINE).build();
  private final Subscriptions subscriptions;
  private final CallLog log;

  Notifier(Subscriptions subscriptions, CallLog log) {
    this.subscriptions = subscriptions;
    this.log = log;
  }

  /** Whether a HEAD of the address gives 2xx in time. Blocks. */
  boolean answersHead(String url) {
    try {
      HttpRequest head = request(url).method("HEAD", BodyPublishers.noBody()).build();
      return http.send(head, BodyHandlers.discarding()).statusCode() / 100 == 2;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Sends the notifications for a record that was added, corrected or deleted; does not wait for
   * the answers.
   */
  void changed(long userId, DataStream stream, Entry entry) {
    Set<Category> categories = Category.of(stream, entry);
    String when =
        stream == DataStream.ACTIVITY
            ? "&date=" + entry.day()
            : "&startdate=" + entry.from() + "&enddate=" + (entry.to() + 1);
    subscriptions.of(userId).stream()
        .filter(to -> categories.stream().anyMatch(category -> category.appli() == to.appli()))
        .forEach(to -> send(to, when));
  }

  /** Tells those who subscribed to the user's profile that the user removed the application. */
  void unlinked(long userId) {
    subscriptions.of(userId).stream()
        .filter(to -> to.appli() == Category.USER.appli())
        .forEach(to -> send(to, "&action=unlink"));
  }

  private void send(Subscription to, String fields) {
    String form = "userid=" + to.userId() + "&appli=" + to.appli() + fields;
    HttpRequest post =
        request(to.callbackUrl())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    log.notificationSent();
    var unused = http.sendAsync(post, BodyHandlers.discarding()).thenAccept(this::answered);
  }

  private void answered(HttpResponse<Void> response) {
    if (response.statusCode() < 400) {
      log.notificationAccepted();
    }
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(DEADLINE);
  }
}

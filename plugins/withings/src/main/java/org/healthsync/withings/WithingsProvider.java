package org.healthsync.withings;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.notify.Notification;
import org.healthsync.spi.notify.NotificationContext;
import org.healthsync.spi.notify.Notified;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;

/** Withings at work; keeps no state. The token answer names the account, so nobody looks it up. */
final class WithingsProvider implements Provider {

  private final PageFetch pages;
  private final DaySlices days;
  private final ListedDetails details;
  private final WholeList whole;
  private final Revocation revocation;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Notifications notifications = new Notifications();

  /**
   * One provider.
   *
   * @param history how far back the first run reads what costs a request for each day or night
   */
  WithingsProvider(Clock clock, Duration history) {
    this.pages = new PageFetch(clock);
    this.days = new DaySlices(clock, history);
    this.details = new ListedDetails(clock, history);
    this.whole = new WholeList(clock);
    this.revocation = new Revocation(clock);
  }

  @Override
  public Page fetch(FetchRequest request, ProviderHttp http) throws ProviderException {
    WithingsStream stream = WithingsStream.named(request.stream());
    return source(stream).fetch(stream, request, http);
  }

  private PageSource source(WithingsStream stream) {
    return switch (stream) {
      case MEASURES, ACTIVITY, WORKOUTS, SLEEP_SUMMARY -> pages;
      case INTRADAY -> days;
      case SLEEP, ECG -> details;
      case DEVICES -> whole;
    };
  }

  @Override
  public Verdict classify(ProviderRequest request, ProviderResponse response) {
    return Envelope.judge(request, response);
  }

  @Override
  public void revoke(Account account, ProviderHttp http) throws ProviderException {
    revocation.revoke(account, http);
  }

  @Override
  public void subscribe(Account account, URI callback, ProviderHttp http) throws ProviderException {
    subscriptions.subscribe(callback, http);
  }

  @Override
  public void unsubscribe(Account account, URI callback, ProviderHttp http)
      throws ProviderException {
    subscriptions.unsubscribe(callback, http);
  }

  /** The secret address is checked by the host; Withings has no signature to verify. */
  @Override
  public Notified onNotification(Notification notification, NotificationContext context) {
    return notifications.read(notification);
  }
}

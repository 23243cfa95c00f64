package org.healthsync.spi;

import java.net.URI;
import java.util.List;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.auth.Grant;
import org.healthsync.spi.http.BudgetSignal;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.notify.Notification;
import org.healthsync.spi.notify.NotificationContext;
import org.healthsync.spi.notify.Notified;
import org.healthsync.spi.reading.ReadingSink;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.Window;

/**
 * One provider at work. The plugin says what to ask and how to read the answer; the host owns
 * connections, tokens, budgets, retries, time limits and storage.
 *
 * <p>Threads: every method may be called by several threads at once, for different accounts. An
 * implementation keeps no state between calls, starts no thread and opens no socket. Methods that
 * take a {@link ProviderHttp} may block in it; all others must return promptly. The host interrupts
 * and then abandons a call that exceeds its time limit.
 *
 * <p>Errors: a {@link ProviderException} says whose fault it is and what to do. Any other throwable
 * is taken as a plugin fault: the page is not stored, the cursor does not move.
 */
public interface Provider extends AutoCloseable {

  /**
   * Fetches one page of one stream.
   *
   * <p>Called repeatedly while {@link Page#more()} is true, each time with the cursor of the page
   * before. The same request may be repeated after a crash and must then lead to the same data.
   *
   * @param request stream, account and either the stream's cursor or an explicit window
   * @param http sends requests as this account; valid only during the call
   * @return the raw payload as received, and the cursor from which to go on
   * @throws ProviderException when no page could be had; nothing is stored then
   */
  Page fetch(FetchRequest request, ProviderHttp http) throws ProviderException;

  /**
   * Turns a raw page into readings. Pure: no I/O, no clock, no configuration that changes; the same
   * page always gives the same readings in the same order, also years later.
   *
   * <p>Called only for streams whose descriptor names no declarative mapping file. A part that
   * cannot be mapped goes to {@link ReadingSink#problem}; the rest of the page goes on.
   *
   * @param page a page of an earlier {@link #fetch}, possibly from the archive
   * @param sink takes readings, problems and skipped parts
   * @throws ProviderException with {@link StandardError#BAD_PAYLOAD} when the page as a whole
   *     cannot be read
   */
  default void map(RawPage page, ReadingSink sink) throws ProviderException {
    throw new ProviderException(
        StandardError.PLUGIN_DEFECT, "stream " + page.stream() + " has no mapping");
  }

  /**
   * Judges an answer of the provider. The default goes by the HTTP status alone; override it where
   * the provider puts the outcome elsewhere (Withings: the {@code status} member of a 200).
   *
   * <p>Also called for answers of the token endpoint that carry no access token.
   *
   * @param request what was sent
   * @param response what came back
   * @return the verdict; {@link Verdict.Kind#OK} hands the response to the plugin's code
   */
  default Verdict classify(ProviderRequest request, ProviderResponse response) {
    return Verdict.ofHttpStatus(response);
  }

  /**
   * Rate-limit state that the provider tells in an answer's headers or body, good or bad.
   *
   * @return one signal per budget that the answer speaks of; empty when it says nothing
   */
  default List<BudgetSignal> budgetSignals(ProviderResponse response) {
    return List.of();
  }

  /**
   * Called once after each successful authorization, before the first fetch: finds out who the
   * account is and does what the provider wants done first (Polar: register the user). Must be safe
   * to repeat.
   *
   * @param grant what the token answer said
   * @param http sends requests with the new token
   * @return the account; its id is stable over re-authorizations of the same person
   */
  default Account onAuthorized(Grant grant, ProviderHttp http) throws ProviderException {
    return grant
        .accountId()
        .map(Account::of)
        .orElseThrow(
            () ->
                new ProviderException(
                    StandardError.PLUGIN_DEFECT,
                    "the token answer names no account and the plugin does not look it up"));
  }

  /**
   * Withdraws the grant at the provider. A grant that is gone already is a success.
   *
   * @param account whose grant
   * @param http sends requests as this account and can sign as the client
   */
  default void revoke(Account account, ProviderHttp http) throws ProviderException {}

  /**
   * Makes the provider notify {@code callback} of changes of this account. Idempotent.
   *
   * @param callback the public address for notifications, different for every connection
   */
  default void subscribe(Account account, URI callback, ProviderHttp http)
      throws ProviderException {}

  /** Ends what {@link #subscribe} began. Idempotent. */
  default void unsubscribe(Account account, URI callback, ProviderHttp http)
      throws ProviderException {}

  /**
   * Asks the provider to send history later as notifications (Garmin). Only for streams whose
   * movement says so; a range that was asked for already is a success.
   */
  default void requestBackfill(Account account, String stream, Window window, ProviderHttp http)
      throws ProviderException {}

  /**
   * Verifies a notification and says what it means. Fails closed: what cannot be verified is {@link
   * Notified#refused refused}. No I/O; must return within milliseconds.
   */
  default Notified onNotification(Notification notification, NotificationContext context) {
    return Notified.refused("this provider sends no notifications");
  }

  /** Called once when the plugin is replaced or the server stops, after the last call returned. */
  @Override
  default void close() {}
}

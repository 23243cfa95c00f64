package org.healthsync.notify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProviderId;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.ClientCredentials;
import org.healthsync.plugin.PluginCall;
import org.healthsync.spi.Capability;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.notify.Notification;
import org.healthsync.spi.notify.Notified;
import org.healthsync.spi.stream.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls of providers. What is accepted is stored before it is answered and worked on
 * afterwards. Fails closed: an address that nobody was given is not there, and what the plugin
 * cannot verify is refused. Safe for many threads.
 */
public final class Webhooks {

  private static final Duration DEADLINE = Duration.ofMillis(800);
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int LONGEST_REASON = 100;

  private static final Answer NOT_THERE = new Answer(404, null, Payload.of(""));
  private static final Answer LATER = new Answer(503, null, Payload.of(""));

  private final Function<ProviderId, Optional<ActivePlugin>> plugins;
  private final PluginCall call;
  private final Function<ClientCredentials, ClientSigner> signers;
  private final Subscriptions subscriptions;
  private final Inbox inbox;
  private final InboxWork work;
  private final NotifyListener listener;
  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final Map<ProviderId, Instant> audited = new ConcurrentHashMap<>();

  /**
   * Puts the parts together.
   *
   * @param plugins the plugin of a provider, when it can be used
   * @param signers signs under a secret
   */
  public Webhooks(
      Function<ProviderId, Optional<ActivePlugin>> plugins,
      PluginCall call,
      Function<ClientCredentials, ClientSigner> signers,
      Subscriptions subscriptions,
      Inbox inbox,
      InboxWork work,
      NotifyListener listener,
      Database database,
      Audit audit,
      Clock clock) {
    this.plugins = plugins;
    this.call = call;
    this.signers = signers;
    this.subscriptions = subscriptions;
    this.inbox = inbox;
    this.work = work;
    this.listener = listener;
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A call as it came.
   *
   * @param method upper case
   * @param headers by lower-case name
   * @param query by name
   */
  public record Call(
      String method,
      Map<String, List<String>> headers,
      Map<String, List<String>> query,
      Payload body) {

    @Override
    public String toString() {
      return "Call[" + method + ", " + body + "]";
    }
  }

  /**
   * What to answer.
   *
   * @param contentType of the body, or null without one
   */
  public record Answer(int status, @Nullable String contentType, Payload body) {}

  /** Takes a call to the address of {@code provider} and {@code key}; returns within a second. */
  public Answer take(String provider, WebhookKey key, Call received) {
    ActivePlugin plugin = plugin(provider).orElse(null);
    if (plugin == null) {
      return withoutPlugin(provider, key);
    }
    listener.happened(plugin.id(), NotifyListener.Fate.RECEIVED);
    try {
      return addressed(plugin, key, received);
    } catch (Database.DatabaseException e) {
      return LATER;
    }
  }

  /** An address that was given out is there, although nobody can verify what comes to it now. */
  private Answer withoutPlugin(String provider, WebhookKey key) {
    try {
      return key.plausible() && subscriptions.owner(new ProviderId(provider), key).isPresent()
          ? LATER
          : NOT_THERE;
    } catch (Database.DatabaseException e) {
      return LATER;
    }
  }

  private Answer addressed(ActivePlugin plugin, WebhookKey key, Call received) {
    Optional<ConnectionId> owner =
        key.plausible() ? subscriptions.owner(plugin.id(), key) : Optional.empty();
    if (owner.isEmpty() && !plugin.settings().webhooks().isAddress(key::matches)) {
      listener.happened(plugin.id(), NotifyListener.Fate.REFUSED);
      return NOT_THERE;
    }
    return judged(plugin, owner.orElse(null), received);
  }

  private Optional<ActivePlugin> plugin(String provider) {
    try {
      return plugins
          .apply(new ProviderId(provider))
          .filter(plugin -> plugin.descriptor().capabilities().contains(Capability.NOTIFICATIONS));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Answer judged(ActivePlugin plugin, @Nullable ConnectionId owner, Call received) {
    Instant now = clock.instant();
    Notification notification =
        new Notification(
            received.method(), received.headers(), received.query(), received.body(), now);
    WebhookContext context = new WebhookContext(plugin, signers);
    try {
      Notified notified =
          call.within(
              DEADLINE,
              plugin.containment(),
              "onNotification",
              () -> plugin.provider().onNotification(notification, context));
      return answered(plugin, owner, notified, now);
    } catch (ProviderException e) {
      // our own trouble, not the sender's: it shall send the notification again
      refused(plugin, owner, e.code().name());
      return LATER;
    }
  }

  private Answer answered(
      ActivePlugin plugin, @Nullable ConnectionId owner, Notified notified, Instant now) {
    switch (notified.outcome()) {
      case ACCEPTED -> {
        int waited = inbox.keep(plugin.id(), owner, notified.changes(), now);
        listener.happened(plugin.id(), NotifyListener.Fate.ACCEPTED);
        for (int i = 0; i < waited; i++) {
          listener.happened(plugin.id(), NotifyListener.Fate.COALESCED);
        }
        if (!notified.changes().isEmpty()) {
          work.wake();
        }
      }
      case HANDSHAKE -> listener.happened(plugin.id(), NotifyListener.Fate.HANDSHAKE);
      case REFUSED -> refused(plugin, owner, notified.reason());
    }
    return new Answer(notified.status(), notified.contentType(), notified.body());
  }

  /** The audit hears of one a minute: whoever sends rubbish must not fill it. */
  private void refused(ActivePlugin plugin, @Nullable ConnectionId owner, String reason) {
    listener.happened(plugin.id(), NotifyListener.Fate.REFUSED);
    Instant now = clock.instant();
    Instant noted = audited.get(plugin.id());
    if (noted != null && now.isBefore(noted.plus(QUIET))) {
      return;
    }
    audited.put(plugin.id(), now);
    String subject = owner == null ? plugin.id().value() : owner.toString();
    String detail = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    database.inTransaction(
        transaction -> {
          audit.write(transaction, null, "notify", "notification-refused", subject, detail);
          return subject;
        });
  }
}

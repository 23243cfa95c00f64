package org.healthsync.sync;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.healthsync.archive.RawArchive;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.connect.Connections;
import org.healthsync.connect.NotificationStates;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.fetch.Outbound;
import org.healthsync.fetch.SecretSigner;
import org.healthsync.ledger.Ledger;
import org.healthsync.notify.ChangeEffects;
import org.healthsync.notify.Inbox;
import org.healthsync.notify.InboxWork;
import org.healthsync.notify.NotifiedConnections;
import org.healthsync.notify.NotifyListener;
import org.healthsync.notify.NotifySettings;
import org.healthsync.notify.SubscriptionCalls;
import org.healthsync.notify.SubscriptionStatus;
import org.healthsync.notify.Subscriptions;
import org.healthsync.notify.Webhooks;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.Settings;
import org.healthsync.plugin.PluginCall;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.spi.http.JsonReader;

/** Puts notifications together and ties them to the other stages. */
@ApplicationScoped
public class NotifyWiring {

  @Resource(lookup = "concurrent/calls")
  @SuppressWarnings("NullAway") // injected
  ManagedExecutorService calls;

  @Produces
  @Singleton
  NotifySettings settings(Settings configured) {
    ConfigReader reader = configured.reader();
    NotifySettings settings = NotifySettings.read(reader);
    reader.check();
    return settings;
  }

  @Produces
  @Singleton
  SubscriptionCalls subscriptionCalls(
      PluginRegistry plugins,
      PluginCall call,
      Outbound outbound,
      JsonReader json,
      SyncTargets targets,
      AccessTokens tokens) {
    return new PluginSubscriptions(plugins, call, outbound, json, targets, tokens);
  }

  @Produces
  @Singleton
  Subscriptions subscriptions(
      Database database,
      Sealer sealer,
      SubscriptionCalls subscribing,
      NotifySettings settings,
      Clock clock) {
    return new Subscriptions(database, sealer, subscribing, settings, calls, clock);
  }

  // by Instance: subscribing needs tokens, and tokens tell the listeners
  @Produces
  @Singleton
  ConnectionListener subscribing(Connections connections, Instance<Subscriptions> subscriptions) {
    return new Subscribing(connections, subscriptions::get);
  }

  // by Instance too: subscribing needs tokens, tokens need accounts
  @Produces
  @Singleton
  PluginAccounts.Callbacks callbacks(Instance<Subscriptions> subscriptions) {
    return new PluginAccounts.Callbacks() {
      @Override
      public Optional<URI> of(ConnectionId connection) {
        return subscriptions.get().callback(connection);
      }

      @Override
      public void forget(ConnectionId connection) {
        subscriptions.get().forget(connection);
      }
    };
  }

  @Produces
  @Singleton
  NotificationStates states(Subscriptions subscriptions) {
    return new SubscriptionStates(subscriptions::status);
  }

  @Produces
  @Singleton
  PollIntervals pollIntervals(Subscriptions subscriptions, NotifySettings settings) {
    return new PollIntervals(
        connection ->
            subscriptions
                .status(connection)
                .filter(status -> status == SubscriptionStatus.ACTIVE)
                .isPresent(),
        settings.pollFactor());
  }

  @Produces
  @Singleton
  NotifiedConnections notifiedConnections(
      Database database, Connections connections, SyncTargets targets) {
    return new NotifiedAccounts(database, connections, targets);
  }

  @Produces
  @Singleton
  NotifiedPages notifiedPages(
      PageMappings mappings,
      PageMaker maker,
      RawArchive archive,
      Ledger ledger,
      StoredPages stored,
      Database database) {
    return new NotifiedPages(mappings, maker, archive, ledger, stored, database);
  }

  @Produces
  @Singleton
  ChangeEffects effects(
      Database database,
      NotifiedFetches fetches,
      SyncTargets targets,
      NotifiedPages pages,
      AccessTokens tokens,
      SyncService syncs,
      Audit audit,
      Clock clock) {
    return new NotifiedChanges(
        database,
        fetches,
        targets,
        pages,
        tokens,
        new GrantedScopes(database, audit, clock),
        syncs);
  }

  @Produces
  @Singleton
  Inbox inbox(Database database, Sealer sealer, Clock clock) {
    return new Inbox(database, sealer, clock);
  }

  @Produces
  @Singleton
  InboxWork inboxWork(
      Inbox inbox,
      NotifiedConnections connections,
      ChangeEffects effects,
      NotifyListener listener,
      NotifySettings settings,
      Clock clock) {
    return new InboxWork(inbox, connections, effects, listener, calls, settings.park(), clock);
  }

  @Produces
  @Singleton
  Webhooks webhooks(
      PluginRegistry plugins,
      PluginCall call,
      Subscriptions subscriptions,
      Inbox inbox,
      InboxWork work,
      NotifyListener listener,
      Database database,
      Audit audit,
      Clock clock) {
    return new Webhooks(
        plugins::active,
        call,
        SecretSigner::new,
        subscriptions,
        inbox,
        work,
        listener,
        database,
        audit,
        clock);
  }
}

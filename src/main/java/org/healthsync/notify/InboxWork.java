package org.healthsync.notify;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.healthsync.platform.FailureTrace;
import org.healthsync.spi.notify.Change;

/**
 * Does what waits in the inbox. Woken after each call that brought something; {@link #run} as a
 * chore is the net below, for what a replica left that died in between. Any number of replicas may
 * work at a time: each row is taken by one.
 */
public final class InboxWork {

  private static final System.Logger LOG = System.getLogger(InboxWork.class.getName());
  private static final int BATCH = 200;

  /** After so many failures an entry no longer holds up others of its connection. */
  private static final int TOGETHER = 3;

  private static final Duration FIRST = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Time for an operator: what data bring along is nowhere else. */
  private static final Duration KEPT = Duration.ofDays(7);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final Duration LAST_LOOKS = Duration.ofMinutes(15);

  private final Inbox inbox;
  private final NotifiedConnections connections;
  private final ChangeEffects effects;
  private final NotifyListener listener;
  private final ExecutorService executor;
  private final Duration park;
  private final Clock clock;
  private final AtomicReference<Look> looking = new AtomicReference<>(Look.NONE);

  /**
   * Works on {@code inbox}.
   *
   * @param executor the server's threads
   * @param park how long a change waits for its account to become known
   */
  public InboxWork(
      Inbox inbox,
      NotifiedConnections connections,
      ChangeEffects effects,
      NotifyListener listener,
      ExecutorService executor,
      Duration park,
      Clock clock) {
    this.inbox = inbox;
    this.connections = connections;
    this.effects = effects;
    this.listener = listener;
    this.executor = executor;
    this.park = park;
    this.clock = clock;
  }

  private enum Look {
    NONE,
    UNDER_WAY,
    AND_AGAIN
  }

  /**
   * Lets a thread of the server look at the inbox soon. At most one thread of a replica does, and
   * calls that come meanwhile make it look once more.
   */
  public void wake() {
    Look before = looking.getAndUpdate(look -> look == Look.NONE ? Look.UNDER_WAY : Look.AND_AGAIN);
    if (before == Look.NONE) {
      try {
        executor.execute(this::look);
      } catch (RejectedExecutionException e) {
        looking.set(Look.NONE); // the chore finds it
      }
    }
  }

  private void look() {
    do {
      looking.set(Look.UNDER_WAY);
      runContained();
    } while (!looking.compareAndSet(Look.UNDER_WAY, Look.NONE));
  }

  private void runContained() {
    try {
      run();
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "the inbox of notifications is looked at again: " + FailureTrace.of(e));
    }
  }

  /** Does everything that is due. */
  public void run() {
    int taken;
    do {
      List<InboxEntry> batch = inbox.take(BATCH);
      taken = batch.size();
      Map<Object, List<InboxEntry>> groups = new LinkedHashMap<>();
      for (InboxEntry entry : batch) {
        boolean alone = entry.address() == null || entry.attempts() > TOGETHER;
        Object owner = alone ? entry.id() : entry.address();
        groups.computeIfAbsent(owner, one -> new ArrayList<>()).add(entry);
      }
      groups.values().forEach(this::contained);
    } while (taken == BATCH);
  }

  private void contained(List<InboxEntry> group) {
    try {
      work(group);
    } catch (RuntimeException e) {
      // without a word to the inbox they come again when their lease is over
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "notifications failed and are tried again: " + FailureTrace.of(e));
      group.forEach(this::failed);
    }
  }

  private void failed(InboxEntry entry) {
    if (clock.instant().isBefore(entry.receivedAt().plus(KEPT))) {
      inbox.later(entry.id(), Delays.after(entry.attempts(), FIRST, LONGEST));
      return;
    }
    LOG.log(
        System.Logger.Level.ERROR,
        () ->
            "a notification of %s failed for %s and is given up".formatted(entry.provider(), KEPT));
    drop(entry);
  }

  /** All entries came to one address, or there is only one. */
  private void work(List<InboxEntry> group) {
    List<Told> told = group.stream().map(entry -> new Told(entry, inbox.open(entry))).toList();
    List<NotifiedConnection> whom = whom(told.get(0));
    if (whom.isEmpty() || overtakesConsent(told.get(0), whom)) {
      group.forEach(entry -> parkFor(park, entry));
      return;
    }
    if (whom.stream().anyMatch(one -> one.state() == NotifiedConnection.State.WITHOUT_PLUGIN)) {
      group.forEach(entry -> parkFor(KEPT, entry));
      return;
    }
    Set<UUID> done = new HashSet<>();
    for (NotifiedConnection connection : whom) {
      // a paused one is read anew after the next authorization
      if (connection.state() == NotifiedConnection.State.ACTIVE) {
        done.addAll(apply(connection, told));
      }
    }
    inbox.remove(group.stream().map(InboxEntry::id).toList());
    group.forEach(entry -> listener.happened(entry.provider(), fate(done.contains(entry.id()))));
  }

  /** At the address of a connection nobody else can be meant; at that of all, who comes back. */
  private static boolean overtakesConsent(Told told, List<NotifiedConnection> whom) {
    return told.entry().address() == null
        && whom.stream().allMatch(one -> one.state() == NotifiedConnection.State.OVER);
  }

  private static NotifyListener.Fate fate(boolean done) {
    return done ? NotifyListener.Fate.DONE : NotifyListener.Fate.DROPPED;
  }

  /** Does what concerns the connection and says what that was. */
  private Set<UUID> apply(NotifiedConnection connection, List<Told> told) {
    Set<UUID> done = new HashSet<>();
    List<ChangeEffects.Wish> wishes = new ArrayList<>();
    boolean over = false;
    for (Told one : told) {
      // an address is good for its own account only
      if (one.change().accountId().equals(connection.account()) && now(connection, one, wishes)) {
        done.add(one.entry().id());
        over = over || one.change() instanceof Change.Revoked;
      }
    }
    if (!over && !wishes.isEmpty()) {
      inbox.inTransaction(transaction -> effects.fetch(transaction, connection, wishes));
      effects.fetchesCommitted();
    }
    return done;
  }

  /** Does it, or adds it to the wishes; false when there is nothing that it could mean here. */
  private boolean now(NotifiedConnection connection, Told told, List<ChangeEffects.Wish> wishes) {
    Change change = told.change();
    if (change instanceof Change.Fetch fetch) {
      return connection.streams().contains(fetch.stream())
          && wishes.add(
              new ChangeEffects.Wish(fetch.stream(), fetch.window(), told.entry().receivedAt()));
    } else if (change instanceof Change.Data data) {
      effects.store(connection, data, told.entry().receivedAt());
    } else if (change instanceof Change.Deleted deleted) {
      effects.delete(connection, deleted, told.entry().receivedAt());
    } else if (told.entry().receivedAt().isBefore(connection.activatedAt())) {
      return false; // the person has consented anew since
    } else if (change instanceof Change.Permissions permissions) {
      effects.permit(connection, permissions);
    } else {
      return effects.revoke(connection);
    }
    return true;
  }

  private List<NotifiedConnection> whom(Told told) {
    InboxEntry entry = told.entry();
    return entry.address() == null
        ? connections.ofAccount(entry.provider(), told.change().accountId())
        : connections.byId(entry.address()).stream().toList();
  }

  private void parkFor(Duration time, InboxEntry entry) {
    if (clock.instant().isBefore(entry.receivedAt().plus(time))) {
      inbox.later(entry.id(), Delays.after(entry.attempts(), LOOK_AGAIN, LAST_LOOKS));
      listener.happened(entry.provider(), NotifyListener.Fate.PARKED);
    } else {
      drop(entry);
    }
  }

  private void drop(InboxEntry entry) {
    inbox.remove(List.of(entry.id()));
    listener.happened(entry.provider(), NotifyListener.Fate.DROPPED);
  }

  private record Told(InboxEntry entry, Change change) {}
}

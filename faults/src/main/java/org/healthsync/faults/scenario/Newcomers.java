package org.healthsync.faults.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsync.faults.run.FaultFailure;
import org.healthsync.faults.run.Fleet;
import org.healthsync.faults.run.Member;
import org.healthsync.sandbox.stack.Pause;
import org.healthsync.sandbox.stack.ServerProcess;
import org.healthsync.sandbox.withings.CloudUser;

/**
 * People at one or two providers, in turns, who connect while replicas come and go; who meets a
 * dying one tries again.
 */
final class Newcomers implements AutoCloseable {

  private static final int AT_ONCE = 4;
  private static final int MOST_ATTEMPTS = 200;

  private final Fleet fleet;
  private final List<Member> members = Collections.synchronizedList(new ArrayList<>());
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private final AtomicInteger waiting;
  private final AtomicBoolean given = new AtomicBoolean();
  private volatile List<ServerProcess> replicas;

  Newcomers(Fleet fleet, int people, List<String> providers) {
    this.fleet = fleet;
    this.replicas = fleet.running();
    this.waiting = new AtomicInteger(people);
    for (int i = 0; i < people; i++) {
      String provider = providers.get(i % providers.size());
      CloudUser account = fleet.nextAccount(provider);
      threads.execute(() -> connect(provider, account));
    }
  }

  /** Tells them which replicas there are now. */
  void tell(List<ServerProcess> running) {
    replicas = List.copyOf(running);
  }

  private void connect(String provider, CloudUser account) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS && !given.get(); attempt++) {
      List<ServerProcess> now = replicas;
      try {
        ServerProcess replica = now.get((int) ((account.userId() + attempt) % now.size()));
        members.add(fleet.connect(fleet.client(replica), provider, account));
        waiting.decrementAndGet();
        return;
      } catch (RuntimeException e) {
        // the replica is gone, asleep or not there yet: as a person would, try again
        Pause.moment();
      }
    }
    given.set(true);
  }

  /** Whether everybody is connected. */
  boolean done() {
    if (given.get()) {
      throw new FaultFailure("somebody could not be connected");
    }
    return waiting.get() == 0;
  }

  /** Those who are. */
  List<Member> members() {
    synchronized (members) {
      return List.copyOf(members);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

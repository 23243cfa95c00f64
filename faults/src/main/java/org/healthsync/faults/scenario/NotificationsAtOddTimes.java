package org.healthsync.faults.scenario;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.NotifiedAddress;

/**
 * Row 19: for nobody, for somebody who leaves, for somebody who is back; never an error of ours.
 */
public final class NotificationsAtOddTimes implements Scenario {

  private static final int AT_ONCE = 400;
  private static final int NOT_FOUND = 404;
  private static final String LEFT =
      "select (select count(*) from webhook_inbox) + (select count(*) from sync_request)";
  private static final String NOTES =
      "select count(*) from audit where action = 'notification-refused'";

  @Override
  public int number() {
    return 19;
  }

  @Override
  public String name() {
    return "notifications for nobody, during a disconnection and after it";
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared.with("HEALTHSYNC_NOTIFY_SUBSCRIBE", "true");
  }

  @Override
  public void play(Trial trial) {
    Member member = trial.settled();
    List<NotifiedAddress> addresses = Notifier.addresses(trial, member);
    trial.demand(!addresses.isEmpty(), "the provider was told no address");
    try (Notifier notifier = new Notifier()) {
      CompletableFuture<List<Notifier.Answer>> meanwhile =
          CompletableFuture.supplyAsync(() -> notifier.tell(all(addresses, member)));
      trial.fleet().client().delete("/api/v1/connections/" + member.connection()).expect(204);
      demand(trial, meanwhile.join(), 500, "while the connection ended");
      trial.until("nothing waits", () -> trial.fleet().rows().number(LEFT) == 0);
      // nobody else is connected here, and whose token it was cannot be told any more
      long calls = DataCalls.of(trial.fleet().cloud());
      demand(trial, notifier.tell(all(addresses, member)), NOT_FOUND + 1, "after it");
      trial.until("nothing waits", () -> trial.fleet().rows().number(LEFT) == 0);
      long later = DataCalls.of(trial.fleet().cloud()) - calls;
      trial.demand(later == 0, later + " calls for somebody who has left");
      Member back =
          trial.counted(
              trial.fleet().connect(trial.fleet().client(), "withings", member.account()));
      notifier.tell(all(addresses, member));
      trial.quiet();
      nonsense(trial, notifier, Notifier.addresses(trial, back).get(0));
    }
    long notes = trial.fleet().rows().number(NOTES);
    trial.did(AT_ONCE + " each during and after a disconnection, for nobody, without sense");
    trial.saw("no answer of 500 or more, " + notes + " notes in the audit");
    trial.demand(notes > 0 && notes < 10, "the audit was told " + notes + " times");
    trial.judge();
  }

  /** To an address of nobody, and to a good one without what belongs into it. */
  private static void nonsense(Trial trial, Notifier notifier, NotifiedAddress good) {
    URI nobody = good.url().resolve("/webhooks/withings/" + "a".repeat(43));
    List<Notifier.Told> lost = new ArrayList<>();
    List<Notifier.Told> empty = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      lost.add(Notifier.Told.of(nobody, i, 1, 0, 1));
      empty.add(new Notifier.Told(good.url(), i % 2 == 0 ? "" : "userid=%zz&appli=x"));
    }
    List<Notifier.Answer> unknown = notifier.tell(lost);
    trial.demand(
        unknown.stream().allMatch(answer -> answer.status() == NOT_FOUND),
        "an address of nobody was answered otherwise than with 404");
    demand(trial, notifier.tell(empty), 500, "without sense");
  }

  private static List<Notifier.Told> all(List<NotifiedAddress> addresses, Member member) {
    long now = Instant.now().getEpochSecond();
    List<Notifier.Told> all = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      NotifiedAddress to = addresses.get(i % addresses.size());
      long start = now - 60L * (1 + i % 20);
      all.add(Notifier.Told.of(to.url(), member.accountId(), to.appli(), start, start + 60));
    }
    return all;
  }

  private static void demand(Trial trial, List<Notifier.Answer> answers, int below, String when) {
    long bad = answers.stream().filter(answer -> answer.status() >= below).count();
    trial.demand(bad == 0, bad + " answers of " + below + " or more " + when);
  }
}

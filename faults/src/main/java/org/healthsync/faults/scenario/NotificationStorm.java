package org.healthsync.faults.scenario;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.NotifiedAddress;

/** Row 18: answered fast, kept once, and read with few calls. */
public final class NotificationStorm implements Scenario {

  private static final int PEOPLE = 4;
  private static final int NOTIFICATIONS = 10_000;
  private static final int NEW_MEASURES = 5;
  private static final int TOLD_ALONE = 20;
  private static final int WEIGHT = 1;

  // docs of Withings: a callback that takes longer than two seconds counts as failed
  private static final long LIMIT_MILLIS = 2_000;

  private static final String MOST_WAITING =
      """
      select coalesce(max(n), 0) from (
        select count(*) as n from sync_request where lane = 'WEBHOOK' and started_at is null
        group by connection_id, stream) waiting
      """;

  @Override
  public int number() {
    return 18;
  }

  @Override
  public String name() {
    return "10,000 notifications, repeated and out of order";
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared.with("HEALTHSYNC_NOTIFY_SUBSCRIBE", "true");
  }

  @Override
  public void play(Trial trial) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      members.add(trial.settled());
    }
    List<Notifier.Told> storm = storm(trial, members);
    long before = trial.calls();
    long most = 0;
    List<Notifier.Answer> answers;
    double seconds;
    long begin = System.nanoTime();
    try (Notifier notifier = new Notifier()) {
      members.forEach(member -> addMeasures(trial, member));
      CompletableFuture<List<Notifier.Answer>> all =
          CompletableFuture.supplyAsync(() -> notifier.tell(storm));
      while (!all.isDone()) {
        most = Math.max(most, trial.fleet().rows().number(MOST_WAITING));
      }
      answers = all.join();
      seconds = (System.nanoTime() - begin) / 1e9;
      long deadline = System.nanoTime() + Trial.PATIENCE.toNanos();
      while (inbox(trial) > 0 || !trial.isQuiet()) {
        trial.demand(System.nanoTime() < deadline, "the inbox is not worked off");
        most = Math.max(most, trial.fleet().rows().number(MOST_WAITING));
      }
    }
    trial.did("sent %d notifications in %.1f s, shuffled".formatted(answers.size(), seconds));
    report(trial, answers, most, trial.calls() - before);
    oneByOne(trial, members);
    trial.judge();
  }

  private static long inbox(Trial trial) {
    return trial.fleet().rows().number("select count(*) from webhook_inbox");
  }

  /** Each told by the provider itself when it is there, so each should cost one request. */
  private static void oneByOne(Trial trial, List<Member> members) {
    long before = trial.calls();
    for (int i = 0; i < TOLD_ALONE; i++) {
      Member member = members.get(i % members.size());
      long held = trial.held(member);
      trial
          .fleet()
          .cloud()
          .addMeasure(
              member.accountId(), Instant.now().minusSeconds(3_600L + 60L * i), WEIGHT, 71_000, -3);
      trial.until("the new measure is there", () -> trial.held(member) > held);
      trial.quiet();
    }
    long calls = trial.calls() - before;
    trial.saw(
        String.format(
            Locale.ROOT,
            "%.2f requests for each of %d new pages",
            calls / (double) TOLD_ALONE,
            TOLD_ALONE));
    trial.demand(calls == TOLD_ALONE, calls + " requests for " + TOLD_ALONE + " new pages");
  }

  private static void report(Trial trial, List<Notifier.Answer> answers, long most, long calls) {
    long slow = Notifier.Answer.percentile(answers, 99);
    long refused = answers.stream().filter(answer -> answer.status() >= 300).count();
    trial.saw(
        "answered p50 %d ms, p99 %d ms; at most %d waiting for a stream; %d calls"
            .formatted(Notifier.Answer.percentile(answers, 50), slow, most, calls));
    trial.demand(refused == 0, refused + " were not taken");
    trial.demand(slow < LIMIT_MILLIS, "the provider would have given up on some");
    trial.demand(most <= 1, most + " requests waited for the same stream of a connection");
    trial.demand(calls < NOTIFICATIONS / 20, calls + " calls: they were not joined");
  }

  private static void addMeasures(Trial trial, Member member) {
    for (int i = 0; i < NEW_MEASURES; i++) {
      trial
          .fleet()
          .cloud()
          .addMeasure(
              member.accountId(),
              Instant.now().minusSeconds(600L + 60L * i),
              WEIGHT,
              70_000 + i,
              -3);
    }
  }

  private static List<Notifier.Told> storm(Trial trial, List<Member> members) {
    long now = Instant.now().getEpochSecond();
    List<Notifier.Told> all = new ArrayList<>();
    while (all.size() < NOTIFICATIONS) {
      for (Member member : members) {
        for (NotifiedAddress address : Notifier.addresses(trial, member)) {
          URI to = address.url();
          long start = now - 60L * (1 + trial.random().nextInt(20));
          all.add(Notifier.Told.of(to, member.accountId(), address.appli(), start, start + 60));
        }
      }
    }
    Collections.shuffle(all, trial.random());
    return all.subList(0, NOTIFICATIONS);
  }
}

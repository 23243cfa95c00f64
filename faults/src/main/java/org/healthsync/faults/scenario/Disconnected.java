package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.run.Waiting;
import org.healthsync.sandbox.withings.CloudFault;

/**
 * Row 30: the connection ends while an answer of the provider is on its way. After the 204 there is
 * no token, no further call for data, and nothing is stored; what was stored before it still
 * arrives, once; the grant is withdrawn.
 */
public final class Disconnected implements Scenario {

  /** Less than the time-out of an answer: it arrives, and somebody has to do without it. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(4);

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

  private static final String TOKENS =
      "select count(*) from connection_token where connection_id = ?";
  private static final String LEDGER = "select count(*) from ledger where connection_id = ?";
  private static final String REVOKE = "oauth2/revoke";

  @Override
  public int number() {
    return 30;
  }

  @Override
  public String name() {
    return "disconnected in the middle of a sync";
  }

  @Override
  public void play(Trial trial) {
    long withdrawn = trial.fleet().cloud().stats().callsOf(REVOKE);
    trial.fleet().proxies().api().toClient().latency(Duration.ofMillis(200));
    Member member = trial.connect();
    trial.until("something has arrived", () -> trial.held(member) > 0);
    answerOnItsWay(trial, member);
    trial.fleet().client().delete("/api/v1/connections/" + member.connection()).expect(204);
    Stored fence = Stored.of(trial, member);
    List<String> kept = trial.fleet().rows().kept(member).stream().map(member::key).toList();
    long calls = dataCalls(trial);
    long tokens = trial.fleet().rows().number(TOKENS, member);
    trial.demand(tokens == 0, "a token is left");
    trial.fleet().proxies().heal();
    Waiting.within(LONG_ENOUGH, () -> !Stored.of(trial, member).equals(fence));
    trial.quiet();
    Stored after = Stored.of(trial, member);
    trial.did("DELETE of the connection while an answer with its history is on its way");
    trial.saw(
        "at the 204 %s, afterwards %s, %d calls for data after it, %d readings arrived"
            .formatted(fence, after, dataCalls(trial) - calls, trial.held(member)));
    trial.demand(after.equals(fence), "something was stored after the disconnection");
    trial.demand(dataCalls(trial) == calls, "the provider was asked for data after it");
    trial.demand(
        trial.fleet().cloud().stats().callsOf(REVOKE) > withdrawn, "the grant was not withdrawn");
    trial.judge(
        history -> history.withSource(kept).withFailures("connection-not-active", "CONSENT_LOST"));
  }

  /** From now on answers take their time, and one that was asked for is not there yet. */
  private static void answerOnItsWay(Trial trial, Member member) {
    for (String action : DataCalls.ACTIONS) {
      trial.fleet().cloud().inject(CloudFault.DELAY, 100, action, ON_ITS_WAY);
    }
    trial.answerOnItsWay(member);
    trial.demand(!trial.isQuiet(), "all was read before the connection ended");
  }

  /** Of the whole cloud: whose token was withdrawn cannot be told from the call. */
  private static long dataCalls(Trial trial) {
    return DataCalls.of(trial.fleet().cloud());
  }

  /** How much of a person is stored. */
  private record Stored(long resources, long pages) {

    static Stored of(Trial trial, Member member) {
      return new Stored(
          trial.fleet().rows().number(LEDGER, member), trial.fleet().rows().pages(member));
    }

    @Override
    public String toString() {
      return resources + " resources of " + pages + " pages";
    }
  }
}

package org.healthsync.faults;

import java.util.ArrayList;
import java.util.List;
import org.healthsync.faults.scenario.AcknowledgedEarly;
import org.healthsync.faults.scenario.BudgetInFull;
import org.healthsync.faults.scenario.CrashBeforeAck;
import org.healthsync.faults.scenario.CrashBeforeCommit;
import org.healthsync.faults.scenario.CursorCommittedEarly;
import org.healthsync.faults.scenario.DatabaseInTrouble;
import org.healthsync.faults.scenario.DeliveryAnswerLost;
import org.healthsync.faults.scenario.Disconnected;
import org.healthsync.faults.scenario.ErrorInsideOk;
import org.healthsync.faults.scenario.EvilPlugins;
import org.healthsync.faults.scenario.ExpiredCertificates;
import org.healthsync.faults.scenario.FhirServerAway;
import org.healthsync.faults.scenario.FhirServerBusy;
import org.healthsync.faults.scenario.GrantRevoked;
import org.healthsync.faults.scenario.HugePages;
import org.healthsync.faults.scenario.LateAndEdited;
import org.healthsync.faults.scenario.LimiterPerProcess;
import org.healthsync.faults.scenario.MovedWhileReading;
import org.healthsync.faults.scenario.NewSigningKey;
import org.healthsync.faults.scenario.NoisyTenant;
import org.healthsync.faults.scenario.NotTheProvider;
import org.healthsync.faults.scenario.NotificationStorm;
import org.healthsync.faults.scenario.NotificationsAtOddTimes;
import org.healthsync.faults.scenario.OddDays;
import org.healthsync.faults.scenario.OneEntryRefused;
import org.healthsync.faults.scenario.OneTokenTwoReplicas;
import org.healthsync.faults.scenario.PagesForEver;
import org.healthsync.faults.scenario.PausedWorker;
import org.healthsync.faults.scenario.PoisonRecords;
import org.healthsync.faults.scenario.RandomKills;
import org.healthsync.faults.scenario.RedisInTrouble;
import org.healthsync.faults.scenario.RefreshAnswerLost;
import org.healthsync.faults.scenario.RefreshWithoutLock;
import org.healthsync.faults.scenario.RollingUpgrade;
import org.healthsync.faults.scenario.RotatedThenCrashed;
import org.healthsync.faults.scenario.SlowLoris;
import org.healthsync.faults.scenario.SlowProvider;
import org.healthsync.faults.scenario.SpoiltJson;
import org.healthsync.faults.scenario.StoppedInTheMiddle;
import org.healthsync.faults.scenario.TooManyWithoutTime;
import org.healthsync.faults.scenario.UnauthorizedMidPage;
import org.healthsync.faults.scenario.UnknownNames;
import org.healthsync.faults.scenario.UrgentWork;
import org.healthsync.faults.scenario.WrongClocks;

/** All scenarios in the order in which they are played. */
public final class Scenarios {

  private Scenarios() {}

  /**
   * Those that the command line wants.
   *
   * @throws IllegalArgumentException when it wants one that there is not
   */
  public static List<Scenario> chosen(FaultsArguments arguments) {
    List<Scenario> all = all(arguments);
    List<Integer> unknown = new ArrayList<>(arguments.only());
    unknown.removeAll(all.stream().map(Scenario::number).toList());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("there are no faults " + unknown);
    }
    return all.stream()
        .filter(
            scenario -> arguments.only().isEmpty() || arguments.only().contains(scenario.number()))
        .toList();
  }

  /** Everything. */
  static List<Scenario> all(FaultsArguments arguments) {
    return List.of(
        new OneTokenTwoReplicas(),
        new RotatedThenCrashed(),
        new RefreshAnswerLost(),
        new GrantRevoked(),
        new UnauthorizedMidPage(),
        new CrashBeforeCommit(),
        new CrashBeforeAck(),
        new DeliveryAnswerLost(),
        new FhirServerBusy(),
        new OneEntryRefused(),
        new FhirServerAway(),
        new ErrorInsideOk(),
        new NotTheProvider(),
        new LateAndEdited(),
        new PagesForEver(),
        new MovedWhileReading(),
        new TooManyWithoutTime(),
        new NotificationStorm(),
        new NotificationsAtOddTimes(),
        new OddDays(),
        new PoisonRecords(),
        new HugePages(),
        new SlowLoris(),
        new SpoiltJson(),
        new RedisInTrouble(),
        new DatabaseInTrouble(),
        new PausedWorker(),
        new StoppedInTheMiddle(),
        new EvilPlugins(),
        new Disconnected(),
        new RandomKills(arguments.kills(), arguments.users()),
        new NoisyTenant(),
        new RollingUpgrade(),
        new UrgentWork(),
        new BudgetInFull(),
        new WrongClocks(),
        new ExpiredCertificates(),
        new SlowProvider(),
        new NewSigningKey(),
        new UnknownNames(),
        new CursorCommittedEarly(),
        new RefreshWithoutLock(),
        new LimiterPerProcess(),
        new AcknowledgedEarly());
  }
}

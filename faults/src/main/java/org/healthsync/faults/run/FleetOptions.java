package org.healthsync.faults.run;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.sandbox.stack.ServerFiles;
import org.healthsync.sandbox.withings.WithingsCloudOptions.Offsets;

/**
 * What a deployment under test is made of.
 *
 * @param files the packaged server
 * @param work folder for everything that is written
 * @param replicas how many of the service usually run
 * @param people with accounts at the cloud
 * @param settings further settings of the service, in environment form
 * @param jvm options of the virtual machines of replicas
 * @param twins people with accounts at the second provider; 0 when there is none
 */
public record FleetOptions(
    ServerFiles files,
    Path work,
    int replicas,
    People people,
    Map<String, String> settings,
    List<String> jvm,
    int twins) {

  // nothing may appear by itself while somebody counts
  private static final int QUIET_DAYS = 8;

  // most replicas live for a minute: what they save by better code they would not live to see
  private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

  /** Copies the settings. */
  public FleetOptions {
    settings = Map.copyOf(settings);
    jvm = List.copyOf(jvm);
  }

  /** Small pages of a short history and a provider that is never the bottleneck. */
  public static FleetOptions of(ServerFiles files, Path work) {
    return new FleetOptions(files, work, 2, People.FEW, Map.of(), QUICK_START, 0);
  }

  /** In another folder. */
  public FleetOptions in(Path folder) {
    return new FleetOptions(files, folder, replicas, people, settings, jvm, twins);
  }

  /** With so many replicas. */
  public FleetOptions withReplicas(int number) {
    return new FleetOptions(files, work, number, people, settings, jvm, twins);
  }

  /** With so many people. */
  public FleetOptions withPeople(int number) {
    return with(people.with(number));
  }

  /** With another limit of the provider. */
  public FleetOptions withCallsPerMinute(int calls) {
    return with(people.withCallsPerMinute(calls));
  }

  /** With another history. */
  public FleetOptions withHistory(int days, int pageSize) {
    return with(people.withHistory(days, pageSize));
  }

  /** With samples within the day and sleep stages of the last days of history. */
  public FleetOptions withDetail(int days) {
    return with(people.withDetail(days));
  }

  /** With a provider whose pages are continued by other numbers. */
  public FleetOptions withOffsets(Offsets offsets) {
    return with(people.withOffsets(offsets));
  }

  /** With a provider that has a limit and turns nobody away: the calls are counted afterwards. */
  public FleetOptions withNobodyTurnedAway() {
    return with(people.notTurnedAway());
  }

  private FleetOptions with(People others) {
    return new FleetOptions(files, work, replicas, others, settings, jvm, twins);
  }

  /** With replicas that are compiled as in production, for long runs. */
  public FleetOptions asInProduction() {
    return new FleetOptions(files, work, replicas, people, settings, List.of(), twins);
  }

  /** With a second provider, where so many people have accounts. */
  public FleetOptions withTwins(int number) {
    return new FleetOptions(files, work, replicas, people, settings, jvm, number);
  }

  /** With a service for which an answer after some seconds is slow and not lost. */
  public FleetOptions withSlowAnswers() {
    return with("HEALTHSYNC_FETCH_ANSWER_TIMEOUT", "PT30S")
        .with("HEALTHSYNC_FETCH_PAGE_TIMEOUT", "PT40S");
  }

  /** With one more setting of the service. */
  public FleetOptions with(String name, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(name, value);
    return new FleetOptions(files, work, replicas, people, more, jvm, twins);
  }

  /** What the provider allows, and what the service is told that it allows. */
  public int callsPerMinute() {
    return people.callsPerMinute();
  }

  /** The day after the last one with generated data. */
  LocalDate end() {
    return LocalDate.now(ZoneOffset.UTC).minusDays(QUIET_DAYS);
  }

  /** The first day with generated data. */
  LocalDate start() {
    return end().minusDays(people.historyDays());
  }

  /** So far back a first reading looks for samples within the day and sleep stages. */
  private int detailDays() {
    return people.detailDays() == 0 ? 0 : QUIET_DAYS + people.detailDays() + 1;
  }

  /** All settings that the service is started with, beside where its neighbours are. */
  Map<String, String> serviceSettings() {
    Map<String, String> all = new HashMap<>();
    all.put("HEALTHSYNC_PROVIDER_WITHINGS_DETAIL_DAYS", Integer.toString(detailDays()));
    all.put("HEALTHSYNC_PROVIDER_WITHINGS_BUDGET_APP_PERMITS", Integer.toString(callsPerMinute()));
    // faults that take a time-out shall not take half a minute
    all.put("HEALTHSYNC_FETCH_ANSWER_TIMEOUT", "PT5S");
    all.put("HEALTHSYNC_FETCH_PAGE_TIMEOUT", "PT15S");
    all.put("HEALTHSYNC_FETCH_PAUSE", "PT5S");
    all.put("HEALTHSYNC_TENANT_DEMO_FHIR_REQUEST_TIMEOUT", "PT10S");
    all.put("HEALTHSYNC_OUTBOX_LIMIT", "1000");
    all.putAll(settings);
    return all;
  }
}

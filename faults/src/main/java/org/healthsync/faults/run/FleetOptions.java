package org.healthsync.faults.run;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.sandbox.stack.ServerFiles;

/**
 * What a deployment under test is made of.
 *
 * @param files the packaged server
 * @param work folder for everything that is written
 * @param replicas how many of the service usually run
 * @param people with accounts at the cloud
 * @param historyDays how long their generated history is
 * @param pageSize records in a page of the provider
 * @param callsPerMinute what the provider allows, and what the service is told that it allows
 * @param settings further settings of the service, in environment form
 * @param jvm options of the virtual machines of replicas
 * @param twins people with accounts at the second provider; 0 when there is none
 */
public record FleetOptions(
    ServerFiles files,
    Path work,
    int replicas,
    int people,
    int historyDays,
    int pageSize,
    int callsPerMinute,
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
    return new FleetOptions(files, work, 2, 80, 12, 10, 6_000, Map.of(), QUICK_START, 0);
  }

  /** In another folder. */
  public FleetOptions in(Path folder) {
    return new FleetOptions(
        files,
        folder,
        replicas,
        people,
        historyDays,
        pageSize,
        callsPerMinute,
        settings,
        jvm,
        twins);
  }

  /** With so many replicas. */
  public FleetOptions withReplicas(int number) {
    return new FleetOptions(
        files, work, number, people, historyDays, pageSize, callsPerMinute, settings, jvm, twins);
  }

  /** With so many people. */
  public FleetOptions withPeople(int number) {
    return new FleetOptions(
        files, work, replicas, number, historyDays, pageSize, callsPerMinute, settings, jvm, twins);
  }

  /** With another limit of the provider. */
  public FleetOptions withCallsPerMinute(int calls) {
    return new FleetOptions(
        files, work, replicas, people, historyDays, pageSize, calls, settings, jvm, twins);
  }

  /** With another history. */
  public FleetOptions withHistory(int days, int newPageSize) {
    return new FleetOptions(
        files, work, replicas, people, days, newPageSize, callsPerMinute, settings, jvm, twins);
  }

  /** With replicas that are compiled as in production, for long runs. */
  public FleetOptions asInProduction() {
    return new FleetOptions(
        files,
        work,
        replicas,
        people,
        historyDays,
        pageSize,
        callsPerMinute,
        settings,
        List.of(),
        twins);
  }

  /** With a second provider, where so many people have accounts. */
  public FleetOptions withTwins(int number) {
    return new FleetOptions(
        files,
        work,
        replicas,
        people,
        historyDays,
        pageSize,
        callsPerMinute,
        settings,
        jvm,
        number);
  }

  /** With one more setting of the service. */
  public FleetOptions with(String name, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(name, value);
    return new FleetOptions(
        files, work, replicas, people, historyDays, pageSize, callsPerMinute, more, jvm, twins);
  }

  /** The day after the last one with generated data. */
  LocalDate end() {
    return LocalDate.now(ZoneOffset.UTC).minusDays(QUIET_DAYS);
  }

  /** All settings that the service is started with, beside where its neighbours are. */
  Map<String, String> serviceSettings() {
    Map<String, String> all = new HashMap<>();
    all.put("HEALTHSYNC_PROVIDER_WITHINGS_DETAIL_DAYS", "0");
    all.put("HEALTHSYNC_PROVIDER_WITHINGS_BUDGET_APP_PERMITS", Integer.toString(callsPerMinute));
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

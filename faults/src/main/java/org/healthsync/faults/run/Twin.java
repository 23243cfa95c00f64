package org.healthsync.faults.run;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.healthsync.faults.check.Metered;
import org.healthsync.faults.check.Quota;
import org.healthsync.faults.twin.TwinPlugin;
import org.healthsync.sandbox.withings.CallLimit;
import org.healthsync.sandbox.withings.CloudUser;
import org.healthsync.sandbox.withings.RecordedCall;
import org.healthsync.sandbox.withings.SandboxControl;
import org.healthsync.sandbox.withings.WithingsCloud;
import org.healthsync.sandbox.withings.WithingsCloudOptions;
import org.healthsync.sandbox.withings.history.DataStream;

/**
 * A second provider beside that of the stack: a cloud of its own with measures and activity, the
 * plugin {@link TwinPlugin}, and limits that the cloud and the service both know.
 */
final class Twin implements AutoCloseable {

  private static final String SECRET = "twin-secret";
  private static final int NO_LIMIT = 1_000_000;
  private static final int CALLS_OF_A_PERSON = 6;

  private final WithingsCloud cloud;
  private final Iterator<CloudUser> accounts;
  private final int burst;
  private final int total;
  private final Path plugins;

  private Twin(WithingsCloud cloud, int burst, int total, Path plugins) {
    this.cloud = cloud;
    this.accounts = cloud.control().users().iterator();
    this.burst = burst;
    this.total = total;
    this.plugins = plugins;
  }

  /** Starts the cloud and writes a plugin directory with all that is delivered and the twin. */
  static Twin start(FleetOptions options) {
    int burst = Math.max(1, options.callsPerMinute() / 4);
    int total = 3 * options.callsPerMinute();
    WithingsCloud cloud =
        WithingsCloud.start(
            WithingsCloudOptions.builder()
                .users(options.twins())
                .start(options.start())
                .end(options.end())
                .streams(DataStream.MEASURES, DataStream.ACTIVITY)
                .detailDays(0)
                .pageSize(options.people().pageSize())
                .checkCallbacks(false)
                .client(TwinPlugin.ID, SECRET)
                .callsPerMinute(NO_LIMIT)
                .limit(new CallLimit(burst, TwinPlugin.BURST_SPAN, false))
                .limit(new CallLimit(total, TwinPlugin.TOTAL_SPAN, false))
                .limit(new CallLimit(CALLS_OF_A_PERSON, TwinPlugin.PERSON_SPAN, true))
                .build());
    Path plugins = options.work().resolve("plugins-with-twin");
    Path withings =
        PluginJars.copy(options.files().template().resolve("plugins"), plugins).stream()
            .filter(jar -> jar.getFileName().toString().startsWith("withings"))
            .findFirst()
            .orElseThrow();
    pack(plugins.resolve(TwinPlugin.ID + ".jar"), withings);
    return new Twin(cloud, burst, total, plugins);
  }

  /** What the service has to know. */
  Map<String, String> settings() {
    URI base = cloud.baseUri();
    Map<String, String> settings = new HashMap<>();
    settings.put("HEALTHSYNC_PLUGINS", plugins.toString());
    put(settings, "CLIENT_ID", TwinPlugin.ID);
    put(settings, "CLIENT_SECRET", SECRET);
    put(settings, "ENDPOINT_AUTHORIZE", base + "/oauth2_user/authorize2");
    put(settings, "ENDPOINT_TOKEN", base + "/v2/oauth2");
    put(settings, "ENDPOINT_API", base.toString());
    put(settings, "DETAIL_DAYS", "0");
    permits(settings, TwinPlugin.BURST, burst);
    permits(settings, TwinPlugin.TOTAL, total);
    permits(settings, TwinPlugin.PERSON, CALLS_OF_A_PERSON);
    return settings;
  }

  private static void permits(Map<String, String> settings, String budget, int calls) {
    put(
        settings,
        "BUDGET_" + budget.toUpperCase(Locale.ROOT) + "_PERMITS",
        Integer.toString(calls));
  }

  private static void put(Map<String, String> settings, String name, String value) {
    settings.put(
        "HEALTHSYNC_PROVIDER_" + TwinPlugin.ID.toUpperCase(Locale.ROOT) + "_" + name, value);
  }

  SandboxControl control() {
    return cloud.control();
  }

  CloudUser nextAccount() {
    return accounts.next();
  }

  /** What each of its limits counted of some calls. */
  List<Metered> metered(List<RecordedCall> calls) {
    List<Metered> all = new ArrayList<>();
    all.add(metered("twin", calls, burst, TwinPlugin.BURST_SPAN));
    all.add(metered("twin", calls, total, TwinPlugin.TOTAL_SPAN));
    calls.stream()
        .filter(call -> call.user() != null)
        .collect(Collectors.groupingBy(RecordedCall::user))
        .values()
        .forEach(
            own ->
                all.add(
                    metered("somebody at twin", own, CALLS_OF_A_PERSON, TwinPlugin.PERSON_SPAN)));
    return all;
  }

  private static Metered metered(String of, List<RecordedCall> calls, int limit, Duration span) {
    return new Metered(
        of, calls.stream().map(RecordedCall::atMillis).toList(), new Quota(limit, span));
  }

  /** The jar of Withings with one more class, which is the service. */
  private static void pack(Path twin, Path withings) {
    PluginJars.write(twin, TwinPlugin.class, List.of(TwinPlugin.class), PluginJars.files(withings));
  }

  @Override
  public void close() {
    cloud.close();
  }
}

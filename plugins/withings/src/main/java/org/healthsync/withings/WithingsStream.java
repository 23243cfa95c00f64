package org.healthsync.withings;

import static org.healthsync.spi.stream.StreamDescriptor.Granularity.INSTANT;
import static org.healthsync.spi.stream.StreamDescriptor.Granularity.LOCAL_DAY;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderRequest.Parameter;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.healthsync.spi.stream.StreamDescriptor.Movement;

/**
 * The streams with the services they are read from. All of them take {@code lastupdate} or a
 * window, and page by {@code more} and {@code offset}.
 */
// StreamDescriptor and the lists are immutable, they only do not carry Error Prone's annotation
@SuppressWarnings("ImmutableEnumChecker")
enum WithingsStream {
  /** "Measure - Getmeas". Category 1 are real measures, 2 the person's goals. */
  MEASURES(
      "measures",
      "Body measurements",
      WithingsDescriptor.METRICS,
      INSTANT,
      Duration.ofHours(1),
      "/measure",
      "getmeas",
      "measuregrps",
      List.of(
          new Parameter("category", "1"),
          new Parameter(
              "meastypes",
              "1,4,5,6,8,9,10,11,12,54,71,73,76,77,88,91,123,130,135,136,137,138,139,155,158,159,"
                  + "167,168,169,170,173,174,175,196,197,198,226,227,229"))),

  /** "Measure v2 - Getactivity". */
  ACTIVITY(
      "activity",
      "Daily activity",
      WithingsDescriptor.ACTIVITY,
      LOCAL_DAY,
      Duration.ofHours(2),
      "/v2/measure",
      "getactivity",
      "activities",
      List.of(
          new Parameter(
              "data_fields",
              "steps,distance,elevation,soft,moderate,intense,active,calories,totalcalories,"
                  + "hr_average,hr_min,hr_max,hr_zone_0,hr_zone_1,hr_zone_2,hr_zone_3"))),

  /** "Sleep v2 - Getsummary". Without {@code data_fields} only some fields come. */
  SLEEP_SUMMARY(
      "sleep-summary",
      "Sleep",
      WithingsDescriptor.ACTIVITY,
      LOCAL_DAY,
      Duration.ofHours(2),
      "/v2/sleep",
      "getsummary",
      "series",
      List.of(
          new Parameter(
              "data_fields",
              "total_timeinbed,total_sleep_time,asleepduration,lightsleepduration,"
                  + "deepsleepduration,remsleepduration,wakeupduration,wakeupcount,waso,"
                  + "sleep_efficiency,sleep_latency,wakeup_latency,nb_rem_episodes,"
                  + "out_of_bed_count,hr_average,hr_min,hr_max,rr_average,rr_min,rr_max,snoring,"
                  + "snoringepisodecount,sleep_score,breathing_disturbances_intensity,"
                  + "apnea_hypopnea_index,mvt_score_avg,mvt_active_duration,rmssd_start_avg,"
                  + "rmssd_end_avg,night_events")));

  private final StreamDescriptor descriptor;
  private final String path;
  private final String action;
  private final String list;
  private final List<Parameter> fixed;

  WithingsStream(
      String name,
      String title,
      String scope,
      Granularity granularity,
      Duration interval,
      String path,
      String action,
      String list,
      List<Parameter> fixed) {
    this.descriptor =
        new StreamDescriptor(
            name,
            title,
            Set.of(scope),
            Movement.INCREMENTAL,
            granularity,
            null,
            // lastupdate tells what is new or changed, never what was deleted: only a window that
            // is read again shows that something is missing
            Duration.ofDays(7),
            interval,
            null,
            true,
            "mapping/" + name + ".yaml");
    this.path = path;
    this.action = action;
    this.list = list;
    this.fixed = fixed;
  }

  /** The stream of that name. */
  static WithingsStream named(String name) throws ProviderException {
    return Arrays.stream(values())
        .filter(stream -> stream.streamName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ProviderException(
                    WithingsError.WITHINGS_UNKNOWN_STREAM, "Withings has no stream " + name));
  }

  StreamDescriptor descriptor() {
    return descriptor;
  }

  String streamName() {
    return descriptor.name();
  }

  Granularity granularity() {
    return descriptor.granularity();
  }

  /** Member of {@code body} that lists the records. */
  String list() {
    return list;
  }

  /** The request that every page of this stream begins with. */
  ProviderRequest request() {
    ProviderRequest request =
        ProviderRequest.post(WithingsDescriptor.API, path, action).withForm("action", action);
    for (Parameter parameter : fixed) {
      request = request.withForm(parameter.name(), parameter.value());
    }
    return request;
  }
}

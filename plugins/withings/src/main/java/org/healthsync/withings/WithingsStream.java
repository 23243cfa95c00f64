package org.healthsync.withings;

import static org.healthsync.spi.stream.StreamDescriptor.Granularity.INSTANT;
import static org.healthsync.spi.stream.StreamDescriptor.Granularity.LOCAL_DAY;
import static org.healthsync.spi.stream.StreamDescriptor.Movement.INCREMENTAL;
import static org.healthsync.spi.stream.StreamDescriptor.Movement.WINDOWED;

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
import org.jspecify.annotations.Nullable;

/** The streams with the services they are read from. */
// StreamDescriptor and the lists are immutable, they only do not carry Error Prone's annotation
@SuppressWarnings("ImmutableEnumChecker")
enum WithingsStream {
  /** "Measure - Getmeas". Category 1 are real measures, 2 the person's goals. */
  MEASURES(
      stream("measures", "Body measurements", WithingsDescriptor.METRICS, INCREMENTAL, INSTANT)
          .every(Duration.ofHours(1)),
      new Service(
          "/measure",
          "getmeas",
          List.of(
              new Parameter("category", "1"),
              new Parameter(
                  "meastypes",
                  "1,4,5,6,8,9,10,11,12,54,71,73,76,77,88,91,123,130,135,136,137,138,139,155,158,"
                      + "159,167,168,169,170,173,174,175,196,197,198,226,227,229"))),
      "measuregrps"),

  /** "Measure v2 - Getactivity". */
  ACTIVITY(
      stream("activity", "Daily activity", WithingsDescriptor.ACTIVITY, INCREMENTAL, LOCAL_DAY)
          .every(Duration.ofHours(2)),
      Service.withFields(
          "/v2/measure",
          "getactivity",
          "steps,distance,elevation,soft,moderate,intense,active,calories,totalcalories,"
              + "hr_average,hr_min,hr_max,hr_zone_0,hr_zone_1,hr_zone_2,hr_zone_3"),
      "activities"),

  /** "Measure v2 - Getworkouts". */
  WORKOUTS(
      stream("workouts", "Workouts", WithingsDescriptor.ACTIVITY, INCREMENTAL, LOCAL_DAY)
          .every(Duration.ofHours(4)),
      Service.withFields(
          "/v2/measure",
          "getworkouts",
          "calories,intensity,manual_distance,manual_calories,hr_average,hr_min,hr_max,hr_zone_0,"
              + "hr_zone_1,hr_zone_2,hr_zone_3,pause_duration,algo_pause_duration,spo2_average,"
              + "steps,distance,elevation,strokes,pool_laps,pool_length"),
      "series"),

  /** "Sleep v2 - Getsummary". Without {@code data_fields} only some fields come. */
  SLEEP_SUMMARY(
      stream("sleep-summary", "Sleep", WithingsDescriptor.ACTIVITY, INCREMENTAL, LOCAL_DAY)
          .every(Duration.ofHours(2)),
      Service.withFields(
          "/v2/sleep",
          "getsummary",
          "total_timeinbed,total_sleep_time,asleepduration,lightsleepduration,deepsleepduration,"
              + "remsleepduration,wakeupduration,wakeupcount,waso,sleep_efficiency,sleep_latency,"
              + "wakeup_latency,nb_rem_episodes,out_of_bed_count,hr_average,hr_min,hr_max,"
              + "rr_average,rr_min,rr_max,snoring,snoringepisodecount,sleep_score,"
              + "breathing_disturbances_intensity,apnea_hypopnea_index,mvt_score_avg,"
              + "mvt_active_duration,rmssd_start_avg,rmssd_end_avg"),
      "series"),

  /** "Measure v2 - Getintradayactivity". */
  INTRADAY(
      stream("intraday", "Samples within the day", WithingsDescriptor.ACTIVITY, WINDOWED, INSTANT)
          .every(Duration.ofHours(4))
          .lookingBack(Duration.ofDays(3))
          .inWindowsOf(Duration.ofDays(1)),
      Service.withFields(
          "/v2/measure",
          "getintradayactivity",
          "steps,elevation,calories,distance,stroke,pool_lap,duration,heart_rate,spo2_auto,rmssd,"
              + "sdnn1,hrv_quality,core_body_temperature,rr,chest_movement_rate"),
      "series"),

  /** "Sleep v2 - Get" of each night that "Sleep v2 - Getsummary" shows. */
  SLEEP(
      stream("sleep", "Sleep stages", WithingsDescriptor.ACTIVITY, INCREMENTAL, LOCAL_DAY)
          .every(Duration.ofHours(4))
          .lookingBack(Duration.ofDays(3)),
      Service.withFields("/v2/sleep", "getsummary", "total_sleep_time"),
      "series"),

  /** "Heart v2 - List", and "Heart v2 - Get" of each recording. */
  ECG(
      stream("ecg", "Electrocardiograms", WithingsDescriptor.METRICS, WINDOWED, INSTANT)
          .every(Duration.ofHours(6)),
      new Service("/v2/heart", "list", List.of()),
      "series"),

  /** "User v2 - Getdevice". */
  DEVICES(
      stream("devices", "Devices", WithingsDescriptor.INFO, WINDOWED, INSTANT)
          .every(Duration.ofDays(1))
          .lookingBack(Duration.ZERO),
      new Service("/v2/user", "getdevice", List.of()),
      "devices");

  /** Stages and samples of a night. */
  static final Service STAGES =
      Service.withFields(
          "/v2/sleep",
          "get",
          "hr,rr,snoring,sdnn_1,rmssd,hrv_quality,mvt_score,chest_movement_rate");

  /** The samples of an ECG recording. */
  static final Service SIGNAL = new Service("/v2/heart", "get", List.of());

  private final StreamDescriptor descriptor;
  private final Service service;
  private final String list;

  WithingsStream(Shape shape, Service service, String list) {
    this.descriptor = shape.descriptor();
    this.service = service;
    this.list = list;
  }

  private static Shape stream(
      String name, String title, String scope, Movement movement, Granularity granularity) {
    // a window that is read again shows what was deleted: nothing else tells
    return new Shape(
        name, title, scope, movement, granularity, Duration.ofDays(1), Duration.ofDays(7), null);
  }

  /** A descriptor in the making. */
  private record Shape(
      String name,
      String title,
      String scope,
      Movement movement,
      Granularity granularity,
      Duration interval,
      Duration lookBack,
      @Nullable Duration maxWindow) {

    Shape every(Duration duration) {
      return new Shape(name, title, scope, movement, granularity, duration, lookBack, maxWindow);
    }

    Shape lookingBack(Duration duration) {
      return new Shape(name, title, scope, movement, granularity, interval, duration, maxWindow);
    }

    Shape inWindowsOf(Duration duration) {
      return new Shape(name, title, scope, movement, granularity, interval, lookBack, duration);
    }

    StreamDescriptor descriptor() {
      return new StreamDescriptor(
          name,
          title,
          Set.of(scope),
          movement,
          granularity,
          maxWindow,
          lookBack,
          interval,
          null,
          !lookBack.isZero(),
          "mapping/" + name + ".yaml");
    }
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
    return service.request();
  }
}

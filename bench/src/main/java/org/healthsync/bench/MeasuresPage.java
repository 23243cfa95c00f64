package org.healthsync.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;

/**
 * A made-up page of Withings "Measure - Getmeas": 40 % weigh-ins with six values each, 30 % blood
 * pressures, 20 % oxygen saturations, 10 % temperatures. The same number of groups gives the same
 * bytes.
 */
final class MeasuresPage {

  private static final long FIRST = 1_735_689_600L;
  private static final int SECONDS_APART = 4 * 3600;

  private MeasuresPage() {}

  /** UTF-8 text of a page. */
  static byte[] of(int groups) {
    Random random = new Random(20260301);
    StringJoiner text =
        new StringJoiner(
            ",",
            "{\"status\":0,\"body\":{\"timezone\":\"Europe/Paris\",\"measuregrps\":[",
            "],\"more\":0,\"offset\":0}}");
    for (int i = 0; i < groups; i++) {
      text.add(group(i, random));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String group(int i, Random random) {
    return switch (i % 10) {
      case 0, 1, 2, 3 -> group(i, 18, "Body Comp", weighIn(random));
      case 4, 5, 6 -> group(i, 45, "BPM Connect", bloodPressure(random));
      case 7, 8 -> group(i, 94, "ScanWatch", measure(54, 940 + random.nextInt(60), -1));
      default -> group(i, 94, "ScanWatch", measure(71, 3600 + random.nextInt(120), -2));
    };
  }

  private static String weighIn(Random random) {
    return String.join(
        ",",
        measure(1, 70_000 + random.nextInt(9_000), -3),
        measure(6, 18_000 + random.nextInt(9_000), -3),
        measure(8, 1_400 + random.nextInt(500), -2),
        measure(76, 5_000 + random.nextInt(500), -2),
        measure(77, 4_000 + random.nextInt(300), -2),
        measure(88, 260 + random.nextInt(30), -2));
  }

  private static String bloodPressure(Random random) {
    return String.join(
        ",",
        measure(9, 70 + random.nextInt(20), 0),
        measure(10, 110 + random.nextInt(30), 0),
        measure(11, 55 + random.nextInt(30), 0));
  }

  private static String measure(int type, int value, int unit) {
    return "{\"value\":%d,\"type\":%d,\"unit\":%d,\"algo\":0,\"fm\":3}"
        .formatted(value, type, unit);
  }

  private static String group(int i, int model, String name, String measures) {
    long date = FIRST + (long) i * SECONDS_APART;
    return String.format(
        Locale.ROOT,
        "{\"grpid\":%d,\"attrib\":0,\"date\":%d,\"created\":%d,\"modified\":%d,\"category\":1,"
            + "\"deviceid\":\"device-%d\",\"hash_deviceid\":\"device-%d\",\"measures\":[%s],"
            + "\"modelid\":%d,\"model\":\"%s\",\"comment\":null}",
        4_000_000_000L + i,
        date,
        date + 18,
        date + 18,
        model,
        model,
        measures,
        model,
        name);
  }
}

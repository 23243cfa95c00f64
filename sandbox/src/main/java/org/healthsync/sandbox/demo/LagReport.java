package org.healthsync.sandbox.demo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsync.sandbox.stack.ServiceClient;

/** Reads the service's own measure of the way from the source to the FHIR server. */
final class LagReport {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "^healthsync_delivery_lag_seconds\\{[^}]*quantile=\"(0\\.5|0\\.95)\"[^}]*\\} (\\S+)$",
          Pattern.MULTILINE);

  private final ServiceClient service;

  LagReport(ServiceClient service) {
    this.service = service;
  }

  /** One line with the median and the 95th percentile; empty when the metric is not there. */
  List<String> lines() {
    String metrics = service.get("/metrics").expect(200).text();
    Optional<String> median = Optional.empty();
    Optional<String> high = Optional.empty();
    for (Matcher sample = SAMPLE.matcher(metrics); sample.find(); ) {
      if (sample.group(1).equals("0.5")) {
        median = Optional.of(seconds(sample.group(2)));
      } else {
        high = Optional.of(seconds(sample.group(2)));
      }
    }
    return median.isEmpty() || high.isEmpty()
        ? List.of()
        : List.of("source to FHIR: p50 " + median.get() + " s, p95 " + high.get() + " s");
  }

  private static String seconds(String number) {
    return String.format(Locale.ROOT, "%.2f", Double.parseDouble(number));
  }
}

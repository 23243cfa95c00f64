package org.healthsync.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks and prints what a resource costs in each way, with ratios. */
public final class BenchMain {

  private BenchMain() {}

  /** Takes some minutes; wants an idle machine. */
  public static void main(String[] arguments) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(BenchMain.class.getPackageName() + "\\..*")
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    OurWay ours = new OurWay();
    byte[] page = MeasuresPage.of(PageBenchmark.GROUPS);
    int resources = ours.resources(ours.readings(page)).size();
    new Table(resources, page.length).print(costs(results, resources));
  }

  /** What one resource costs, by the name of the way. */
  private static Map<String, Cost> costs(Collection<RunResult> results, int resources) {
    Map<String, Cost> costs = new TreeMap<>();
    for (RunResult result : results) {
      String name = result.getPrimaryResult().getLabel();
      int number = name.equals("fullyValidated") ? ValidatorBenchmark.resources() : resources;
      Result<?> time = result.getPrimaryResult();
      double bytes = allocated(result);
      costs.put(
          name, new Cost(time.getScore() / number, time.getScoreError() / number, bytes / number));
    }
    return costs;
  }

  private static double allocated(RunResult result) {
    for (String measured : result.getSecondaryResults().keySet()) {
      if (measured.endsWith("gc.alloc.rate.norm")) {
        Result<?> allocated = result.getSecondaryResults().get(measured);
        return allocated.getScore();
      }
    }
    return Double.NaN;
  }

  /**
   * What one resource costs.
   *
   * @param micros time
   * @param error half of the 99.9 % confidence interval of it
   * @param bytes allocated
   */
  record Cost(double micros, double error, double bytes) {}

  /** The table that is printed. */
  private record Table(int resources, int pageBytes) {

    void print(Map<String, Cost> costs) {
      double ours = cost(costs, "ours").micros();
      System.out.printf(
          Locale.ROOT,
          "%nA Withings page of %,d groups: %,d bytes, %,d resources. One thread.%n%n",
          PageBenchmark.GROUPS,
          pageBytes,
          resources);
      System.out.printf("%-58s %10s %8s %9s %12s%n", "", "us/res", "+-", "ratio", "bytes/res");
      row(costs, ours, "ours", "ours: page bytes to FHIR bytes, every resource judged");
      row(costs, ours, "oursReadings", "  of it: page bytes to readings");
      row(costs, ours, "oursResources", "  of it: readings to FHIR text");
      row(costs, ours, "oursVerdicts", "  of it: verdicts by shape");
      row(costs, ours, "handBuilt", "(a) by hand: Jackson tree, HAPI model, HAPI encoder");
      row(costs, ours, "copied", "(b) the page parsed and written again");
      row(costs, ours, "fullyValidated", "(c) HAPI's full validator alone");
      System.out.printf(
          Locale.ROOT,
          "%nlimit: ours takes at most as long as (a). It takes %.2f of it: %s%n",
          ours / cost(costs, "handBuilt").micros(),
          ours <= cost(costs, "handBuilt").micros() ? "kept" : "MISSED");
    }

    private static void row(Map<String, Cost> costs, double ours, String name, String text) {
      Cost cost = cost(costs, name);
      System.out.printf(
          Locale.ROOT,
          "%-58s %10.2f %8.2f %9.2f %12.0f%n",
          text,
          cost.micros(),
          cost.error(),
          cost.micros() / ours,
          cost.bytes());
    }

    private static Cost cost(Map<String, Cost> costs, String name) {
      return costs.getOrDefault(name, new Cost(Double.NaN, Double.NaN, Double.NaN));
    }
  }
}

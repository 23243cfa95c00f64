package org.healthsync.bench;

import ca.uhn.fhir.validation.FhirValidator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Peer (c): HAPI's full validator for each resource. One thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 5)
@Measurement(iterations = 6, time = 5)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class ValidatorBenchmark {

  private FhirValidator validator = Peers.emptyValidator();
  private List<String> texts = List.of();

  /** Builds the validator and ten groups of the page. */
  @Setup
  public void prepare() {
    OurWay ours = new OurWay();
    texts =
        ours.resources(ours.readings(MeasuresPage.of(10))).stream()
            .map(resource -> resource.json())
            .toList();
    validator = Peers.fullValidator();
  }

  /** How many resources are judged by one call. */
  static int resources() {
    OurWay ours = new OurWay();
    return ours.resources(ours.readings(MeasuresPage.of(10))).size();
  }

  /** Judges them all. */
  @Benchmark
  public int fullyValidated() {
    int valid = 0;
    for (String text : texts) {
      if (validator.validateWithResult(text).isSuccessful()) {
        valid++;
      }
    }
    if (valid != texts.size()) {
      throw new IllegalStateException("what we make is valid");
    }
    return valid;
  }
}

package org.healthsync.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.spi.reading.Reading;
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

/** One page of 2,000 groups: our way and its parts, and the peers. One thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class PageBenchmark {

  static final int GROUPS = 2_000;

  private static final JsonFactory JSON = new JsonFactory();

  private byte[] page = {};
  private OurWay ours = new OurWay();
  private List<Reading> readings = List.of();
  private List<FhirResource> resources = List.of();
  private HandBuilt handBuilt = new HandBuilt(java.util.Map.of(), "");

  /** Prepares what each of them begins with. */
  @Setup
  public void prepare() {
    page = MeasuresPage.of(GROUPS);
    ours = new OurWay();
    readings = ours.readings(page);
    resources = ours.resources(readings);
    handBuilt = Peers.handBuilt(resources);
    ours.throughAll(page);
  }

  /** All that the service does: bytes to readings to FHIR bytes, each resource judged. */
  @Benchmark
  public long ours() {
    return ours.throughAll(page);
  }

  /** Part of it: bytes to readings. */
  @Benchmark
  public List<Reading> oursReadings() {
    return ours.readings(page);
  }

  /** Part of it: readings to FHIR text. */
  @Benchmark
  public List<FhirResource> oursResources() {
    return ours.resources(readings);
  }

  /** Part of it: verdicts by shape. */
  @Benchmark
  public boolean oursVerdicts() {
    return resources.stream().allMatch(ours::isValid);
  }

  /** Peer (a): Jackson's tree, HAPI's model, HAPI's encoder. Nothing is validated. */
  @Benchmark
  public long handBuilt() {
    long bytes = 0;
    for (String text : handBuilt.encode(page)) {
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  /** Peer (b): the page parsed and written again, token by token. */
  @Benchmark
  public int copied() throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream(page.length);
    try (JsonParser in = JSON.createParser(page);
        JsonGenerator out = JSON.createGenerator(copy)) {
      while (in.nextToken() != null) {
        out.copyCurrentEvent(in);
      }
    }
    return copy.size();
  }
}

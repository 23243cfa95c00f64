package org.healthsync.testkit.map;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import org.healthsync.map.MappedPage;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirRenderer.RenderedPage;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.validate.ResourceValidator;

/**
 * The command {@code map}: maps a page offline, as the service would. Prints results to standard
 * output and nothing else there; {@link MapOptions#USAGE} tells the rest.
 */
public final class MapTool {

  private static final int DONE = 0;
  private static final int INCOMPLETE = 1;
  private static final int UNUSABLE = 2;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock;

  MapTool(InputStream in, PrintStream out, PrintStream err, Clock clock) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // the validator's library logs its progress
    LogManager.getLogManager().reset();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(new MapTool(System.in, out, err, Clock.systemUTC()).run(List.of(arguments)));
  }

  /** Runs the command and returns its exit code. */
  int run(List<String> arguments) {
    if (arguments.contains("--help")) {
      out.print(MapOptions.USAGE);
      return DONE;
    }
    MapOptions options;
    try {
      options = MapOptions.parse(arguments);
    } catch (UsageException e) {
      err.println("map: " + e.getMessage());
      err.print(MapOptions.USAGE);
      return UNUSABLE;
    }
    try (PluginJar plugin = PluginJar.open(options.plugin())) {
      return map(options, plugin) ? DONE : INCOMPLETE;
    } catch (UsageException e) {
      err.println(e.getMessage());
      return UNUSABLE;
    }
  }

  private boolean map(MapOptions options, PluginJar plugin) throws UsageException {
    StreamDescriptor stream = stream(plugin.descriptor(), options.stream());
    Mappings mappings = new Mappings(plugin, options.mappings(), options.settings(), clock);
    RawPage page =
        new RawPage(
            stream.name(),
            payload(options.payload()),
            "application/json",
            options.attributes(),
            clock.instant());
    PageReport report = new PageReport(out, err);
    try {
      MappedPage mapped = mappings.stream(stream).map(page);
      report.remarks(mapped);
      if (options.readings()) {
        report.readings(mapped.readings());
      } else {
        fhir(options, mapped, plugin.descriptor().id(), mappings.fhir(), report);
      }
    } catch (ProviderException e) {
      report.problem(
          new MappingProblem(e.code().name(), "", String.valueOf(e.getMessage()), null, null));
    }
    return report.isComplete();
  }

  private static void fhir(
      MapOptions options,
      MappedPage mapped,
      String provider,
      FhirMapping table,
      PageReport report) {
    RenderedPage rendered =
        report.resources(new FhirRenderer(table), options.owner().at(provider), mapped.readings());
    if (options.validate()) {
      URI base = options.owner().base();
      report.verdicts(
          new ResourceValidator(table.terminology().definitions(base)), rendered.resources());
    }
  }

  private static StreamDescriptor stream(ProviderDescriptor descriptor, String name)
      throws UsageException {
    return descriptor.stream(name)
        .orElseThrow(
            () ->
                new UsageException(
                    descriptor.id()
                        + " has no stream '"
                        + name
                        + "'; it has "
                        + descriptor.streams().stream()
                            .map(StreamDescriptor::name)
                            .collect(Collectors.joining(", "))));
  }

  private Payload payload(String file) throws UsageException {
    try {
      return Payload.of(file.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(file)));
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read");
    }
  }
}

package org.healthsync.testkit.map;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.map.fhir.ResourceContext;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param plugin jar or directory of jars
 * @param stream name of the stream
 * @param payload file, or {@code -} for standard input
 * @param mappings directory of mapping files that replace those of the plugin, or null
 * @param readings whether readings are wanted instead of FHIR
 * @param validate whether resources are validated
 * @param owner whose the page is
 * @param attributes attributes of the request
 * @param settings settings of the plugin
 */
record MapOptions(
    Path plugin,
    String stream,
    String payload,
    @Nullable Path mappings,
    boolean readings,
    boolean validate,
    Owner owner,
    Map<String, String> attributes,
    Map<String, String> settings) {

  static final String USAGE =
      """
      usage: map <plugin.jar> <stream> <payload.json|-> [options]

      Maps one page of a provider as the service does and prints JSON, one line for each result.

        <plugin.jar>            the plugin, or a directory with its jar and libraries
        <stream>                name of one of its streams
        <payload.json|->        the provider's answer; - reads standard input

        --fhir                  print FHIR R5 resources (unless told otherwise)
        --readings              print readings, the step before FHIR
        --validate              validate each resource against FHIR R5 and its profile
        --mappings DIR          use DIR/<provider>/<stream>.yaml instead of the plugin's file, and lay
                                DIR/fhir.yaml over the table of reading types
        --attribute NAME=VALUE  attribute of the request that the mapping reads; may be repeated
        --set KEY=VALUE         setting of the plugin; may be repeated

      Whose page it is; the same answers give the same ids as in the service:
        --tenant NAME           tenant (tenant)
        --account ID            account at the provider (account)
        --patient ID            FHIR Patient (patient)
        --base URL              healthsync.fhir.base (https://health-data-sync.example.org)
        --zone ZONE             IANA time zone that the tenant set for the person (none)

      Problems go to standard error. Exit code 0: all was mapped and is valid; 1: something was not;
      2: wrong arguments, or a plugin or mapping file that cannot be used.
      """;

  /**
   * Whose a page is. Decides ids together with the provider.
   *
   * @param patient id of the Patient
   * @param base prefix of own code systems and identifiers
   */
  record Owner(String tenant, String account, String patient, URI base, @Nullable ZoneId zone) {

    ResourceContext at(String provider) {
      return new ResourceContext(tenant, provider, account, "Patient/" + patient, base, zone);
    }
  }

  /**
   * Reads a command line.
   *
   * @throws UsageException with what is wrong
   */
  static MapOptions parse(List<String> arguments) throws UsageException {
    return new Parser(arguments).parse();
  }

  /** Reads the arguments from left to right. */
  private static final class Parser {

    private final Deque<String> rest;
    private final List<String> operands = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> attributes = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();

    Parser(List<String> arguments) {
      this.rest = new ArrayDeque<>(arguments);
    }

    MapOptions parse() throws UsageException {
      while (!rest.isEmpty()) {
        argument(rest.pop());
      }
      if (operands.size() != 3) {
        throw new UsageException("needs a plugin, a stream and a payload");
      }
      boolean readings = values.containsKey("--readings");
      boolean validate = values.containsKey("--validate");
      if (readings && (validate || values.containsKey("--fhir"))) {
        throw new UsageException("--readings goes neither with --fhir nor with --validate");
      }
      String mappings = values.get("--mappings");
      return new MapOptions(
          Path.of(operands.get(0)),
          operands.get(1),
          operands.get(2),
          mappings == null ? null : Path.of(mappings),
          readings,
          validate,
          owner(),
          attributes,
          settings);
    }

    private void argument(String argument) throws UsageException {
      switch (argument) {
        case "--fhir", "--readings", "--validate" -> values.put(argument, "");
        case "--mappings", "--tenant", "--account", "--patient", "--base", "--zone" ->
            values.put(argument, value(argument));
        case "--attribute" -> pair(argument, attributes);
        case "--set" -> pair(argument, settings);
        default -> {
          if (argument.startsWith("-") && !argument.equals("-")) {
            throw new UsageException("unknown option " + argument);
          }
          operands.add(argument);
        }
      }
    }

    private String value(String option) throws UsageException {
      String value = rest.poll();
      if (value == null || value.isEmpty()) {
        throw new UsageException(option + " needs a value");
      }
      return value;
    }

    private void pair(String option, Map<String, String> into) throws UsageException {
      String pair = value(option);
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new UsageException(option + " needs NAME=VALUE");
      }
      into.put(pair.substring(0, equals), pair.substring(equals + 1));
    }

    private Owner owner() throws UsageException {
      try {
        String zone = values.get("--zone");
        Owner owner =
            new Owner(
                values.getOrDefault("--tenant", "tenant"),
                values.getOrDefault("--account", "account"),
                values.getOrDefault("--patient", "patient").replaceFirst("^Patient/", ""),
                URI.create(values.getOrDefault("--base", "https://health-data-sync.example.org")),
                zone == null ? null : ZoneId.of(zone));
        owner.at("any");
        return owner;
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
  }
}

package org.healthsync.deliver;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsync.deliver.fhir.FhirAuth;
import org.healthsync.deliver.fhir.FhirServerAddress;
import org.healthsync.platform.ConfigNames;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.Secret;
import org.healthsync.platform.TenantId;

/**
 * Where a tenant's resources go.
 *
 * @param server the FHIR server
 * @param connectTimeout for a new connection to it
 * @param largestBundle most entries of a bundle
 */
public record DestinationSettings(
    FhirServerAddress server, Duration connectTimeout, int largestBundle) {

  private static final URI NOWHERE = URI.create("http://localhost/");
  private static final Set<String> HEADER_KEYS = Set.of("header-name", "header-value");
  private static final Set<String> OAUTH_KEYS =
      Set.of("token-url", "client-id", "client-secret", "scope");
  private static final Set<String> COMMON_KEYS =
      Set.of("base-url", "auth", "connect-timeout", "request-timeout", "max-bundle");

  /**
   * Reads the keys {@code healthsync.tenant.<tenant>.fhir.*}; what is wrong is left with the
   * reader.
   *
   * @param names all configured property names, to find misspelt ones
   */
  public static DestinationSettings read(
      ConfigReader config, TenantId tenant, Iterable<String> names) {
    String prefix = "healthsync.tenant." + tenant + ".fhir.";
    Set<String> set = new HashSet<>();
    names.forEach(set::add);
    new ConfigNames(set)
        .unknown(prefix, known(prefix)).stream()
            .sorted()
            .forEach(name -> config.mistake(name, "is not a known setting"));
    FhirServerAddress server =
        new FhirServerAddress(
            base(config, prefix + "base-url"),
            auth(config, prefix),
            config.duration(prefix + "request-timeout", Duration.ofSeconds(30)));
    return new DestinationSettings(
        server,
        config.duration(prefix + "connect-timeout", Duration.ofSeconds(5)),
        (int) config.integer(prefix + "max-bundle", 100, 1, 500));
  }

  private static Set<String> known(String prefix) {
    return Stream.of(COMMON_KEYS, HEADER_KEYS, OAUTH_KEYS)
        .flatMap(Set::stream)
        .map(key -> prefix + key)
        .collect(Collectors.toSet());
  }

  private static URI base(ConfigReader config, String key) {
    config.mandatory(key);
    URI base = config.uri(key, NOWHERE);
    if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getFragment() != null) {
      config.mistake(key, "must have no user, query or fragment");
    }
    return base;
  }

  private static FhirAuth auth(ConfigReader config, String prefix) {
    String kind = config.text(prefix + "auth", "none");
    if (!kind.equals("header")) {
      refuse(config, prefix, HEADER_KEYS, "header");
    }
    if (!kind.equals("oauth2")) {
      refuse(config, prefix, OAUTH_KEYS, "oauth2");
    }
    return switch (kind) {
      case "none" -> new FhirAuth.None();
      case "header" -> header(config, prefix);
      case "oauth2" ->
          new FhirAuth.OAuth2(
              tokenUrl(config, prefix + "token-url"),
              config.mandatory(prefix + "client-id"),
              Secret.of(config.mandatory(prefix + "client-secret")),
              config.text(prefix + "scope", ""));
      default -> {
        config.mistake(prefix + "auth", "must be none, header or oauth2");
        yield new FhirAuth.None();
      }
    };
  }

  private static URI tokenUrl(ConfigReader config, String key) {
    config.mandatory(key);
    return config.uri(key, NOWHERE);
  }

  private static FhirAuth header(ConfigReader config, String prefix) {
    String name = config.mandatory(prefix + "header-name");
    String value = config.mandatory(prefix + "header-value");
    try {
      HttpRequest.newBuilder(NOWHERE).header(name, value);
    } catch (IllegalArgumentException e) {
      // not passed on: the message would show the value
      config.mistake(prefix + "header-name", "and header-value must be a header we may set");
    }
    return new FhirAuth.Header(name, Secret.of(value));
  }

  private static void refuse(ConfigReader config, String prefix, Set<String> keys, String auth) {
    keys.stream()
        .sorted()
        .filter(key -> config.optional(prefix + key).isPresent())
        .forEach(key -> config.mistake(prefix + key, "is only used with auth = " + auth));
  }
}

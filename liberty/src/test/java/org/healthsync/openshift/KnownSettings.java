package org.healthsync.openshift;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of settings as the sources and the server's configuration spell them. */
final class KnownSettings {

  private static final String MAIN = "src/main/java/org/healthsync/";
  private static final Pattern TENANT = Pattern.compile("HEALTHSYNC_TENANT_([A-Z0-9]+)_(.+)");
  private static final Pattern PROVIDER = Pattern.compile("HEALTHSYNC_PROVIDER_([A-Z0-9]+)_(.+)");

  private final Set<String> plain = new HashSet<>();
  private final Set<String> ofTenant = new HashSet<>();
  private final Set<String> ofProvider = new HashSet<>();
  private final List<String> tenants;

  KnownSettings(String tenants) {
    this.tenants = List.of(tenants.toUpperCase(Locale.ROOT).split("\\s*,\\s*"));
    literals(Project.sources("src/main/java"), "\"(healthsync\\.[a-z.-]*[a-z])\"", "", plain);
    literals(
        Project.text("liberty/src/main/liberty/config/server.xml"),
        "<variable name=\"([a-z.]+)\"",
        "",
        plain);
    literals(
        Project.text("src/main/resources/META-INF/microprofile-config.properties"),
        "\\$\\{([a-z.]+):",
        "",
        plain);
    literals(
        Project.text(MAIN + "deliver/DestinationSettings.java"),
        "\"([a-z-]+)\"",
        "FHIR_",
        ofTenant);
    literals(
        Project.text(MAIN + "connect/oauth/ReturnUrls.java"), "\"\\.([a-z-]+)\"", "", ofTenant);
    literals(Project.text(MAIN + "archive/ArchiveSettings.java"), "\"\\.([a-z-]+)\"", "", ofTenant);
    literals(Project.text(MAIN + "plugin/SettingsReader.java"), "\"([a-z-]+)\"", "", ofProvider);
  }

  /** What is wrong with a name in environment form, or empty. */
  Optional<String> mistake(String key) {
    Matcher tenant = TENANT.matcher(key);
    if (tenant.matches()) {
      if (!tenants.contains(tenant.group(1))) {
        return Optional.of(key + " names a tenant that HEALTHSYNC_TENANTS does not");
      }
      return unless(ofTenant.contains(tenant.group(2)), key);
    }
    Matcher provider = PROVIDER.matcher(key);
    if (provider.matches()) {
      String id = provider.group(1).toLowerCase(Locale.ROOT);
      return unless(
          Project.files("plugins").contains(id) && ofProvider.contains(provider.group(2)), key);
    }
    return unless(plain.contains(key), key);
  }

  private static Optional<String> unless(boolean known, String key) {
    return known ? Optional.empty() : Optional.of(key + " is read by nobody");
  }

  private static void literals(String text, String regex, String prefix, Set<String> into) {
    Project.all(text, regex).stream()
        .map(name -> prefix + name.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT))
        .forEach(into::add);
  }
}

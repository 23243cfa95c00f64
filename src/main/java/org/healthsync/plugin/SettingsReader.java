package org.healthsync.plugin;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsync.platform.ConfigNames;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.FileOrValue;
import org.healthsync.platform.Secret;
import org.healthsync.spi.ConfigKey;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.auth.Region;
import org.healthsync.spi.http.Budget;

/**
 * Reads {@code healthsync.provider.<id>.*} strictly: a key that neither the host nor the plugin
 * knows is a mistake, since it is most likely a misspelt one that the operator relies on.
 */
final class SettingsReader {

  /** The key in the address of a provider that has one address for the whole application. */
  private static final String WEBHOOK_KEY = "webhook-key";

  /** 22 characters of base64 are 128 bits; all of these stand in a path as they are. */
  private static final Pattern UNGUESSABLE = Pattern.compile("[A-Za-z0-9_-]{22,128}");

  private static final long MOST_PERMITS = 100_000_000;

  private final ProviderProperties properties;
  private final ProviderDescriptor descriptor;
  private final String prefix;
  private final ConfigReader reader;
  private final Set<String> known = new HashSet<>();
  private List<Budget> budgets = List.of();

  SettingsReader(ProviderProperties properties, ProviderDescriptor descriptor) {
    this.properties = properties;
    this.descriptor = descriptor;
    this.prefix = ProviderProperties.prefix(descriptor.id());
    this.reader = new ConfigReader(properties.values());
  }

  PluginSettings read() throws PluginRefusedException {
    if (!reader.truth(key("enabled"), true)) {
      throw new PluginRefusedException("it is switched off by " + prefix + "enabled");
    }
    budgets = descriptor.budgets().stream().map(this::granted).toList();
    PluginSettings settings =
        new PluginSettings(client(), endpoints(), new PluginValues(values()), webhooks());
    refuseUnknownKeys();
    try {
      reader.check();
    } catch (IllegalStateException e) {
      throw new PluginRefusedException(String.valueOf(e.getMessage()));
    }
    return settings;
  }

  /**
   * The descriptor with the limits that the provider granted this operator; after {@link #read}.
   */
  ProviderDescriptor withGrantedBudgets() {
    return new ProviderDescriptor(
        descriptor.id(),
        descriptor.name(),
        descriptor.spiVersion(),
        descriptor.authorization(),
        descriptor.streams(),
        budgets,
        descriptor.capabilities(),
        descriptor.configuration());
  }

  private Budget granted(Budget declared) {
    long first = declared.windows().get(0).permits();
    long granted =
        reader.integer(key("budget." + declared.name() + ".permits"), first, 1, MOST_PERMITS);
    return granted == first
        ? declared
        : new Budget(
            declared.name(),
            declared.scope(),
            declared.windows().stream().map(window -> grown(window, granted, first)).toList(),
            declared.chargedByDefault(),
            declared.patience());
  }

  /** A contract for more in a minute is one for more in a day, too. */
  private static Budget.Allowance grown(Budget.Allowance window, long granted, long declared) {
    return new Budget.Allowance(
        Math.max(1, window.permits() * granted / declared),
        window.permitsPerAccount(),
        window.period(),
        window.alignment());
  }

  private ClientCredentials client() {
    String id = reader.mandatory(key("client-id"));
    known.add(prefix + "client-secret-file");
    Optional<Secret> secret = FileOrValue.read(reader, key("client-secret"));
    if (secret.isEmpty()) {
      reader.mistake(prefix + "client-secret", "or " + prefix + "client-secret-file must be set");
    }
    return new ClientCredentials(id, secret.orElse(Secret.of("")));
  }

  private WebhookSecrets webhooks() {
    known.add(prefix + WEBHOOK_KEY + "-file");
    Optional<Secret> address = FileOrValue.read(reader, key(WEBHOOK_KEY));
    if (address.filter(key -> !UNGUESSABLE.matcher(key.reveal()).matches()).isPresent()) {
      reader.mistake(prefix + WEBHOOK_KEY, "must be 22 to 128 of A-Z a-z 0-9 - _");
    }
    Map<String, Secret> named = new HashMap<>();
    String start = ConfigNames.environmentForm(prefix + "webhook-secret.");
    for (String name : properties.names()) {
      if (ConfigNames.environmentForm(name).startsWith(start)) {
        known.add(name);
        String key = name.replaceFirst("[-_](file|FILE)$", "");
        String form = ConfigNames.environmentForm(key);
        FileOrValue.read(reader, key)
            .ifPresent(secret -> named.put(form.substring(start.length()), secret));
      }
    }
    return new WebhookSecrets(address, named);
  }

  private Map<String, Map<String, URI>> endpoints() {
    Map<String, Map<String, URI>> regions = new HashMap<>();
    for (Region region : descriptor.authorization().regions()) {
      Map<String, URI> addresses = new HashMap<>();
      region
          .endpoints()
          .forEach(
              (name, declared) -> {
                URI everywhere = reader.uri(key("endpoint." + name), declared);
                URI here = reader.uri(key("endpoint." + name + "." + region.id()), everywhere);
                addresses.put(name, here);
              });
      regions.put(region.id(), Map.copyOf(addresses));
    }
    return regions;
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    for (ConfigKey declared : descriptor.configuration()) {
      if (known.contains(prefix + declared.name())) {
        reader.mistake(
            prefix + declared.name(), "is the host's own key; the plugin must rename it");
      }
      values.put(declared.name(), value(declared));
    }
    return values;
  }

  private Object value(ConfigKey declared) {
    String key = key(declared.name());
    String fallback = declared.defaultValue();
    ConfigReader withDefault =
        new ConfigReader(
            name -> properties.values().apply(name).or(() -> Optional.ofNullable(fallback)));
    String raw = fallback == null ? reader.mandatory(key) : withDefault.text(key, fallback);
    if (raw.isEmpty()) {
      return raw;
    }
    Object value =
        switch (declared.type()) {
          case TEXT -> raw;
          case INTEGER -> withDefault.integer(key, 0, Long.MIN_VALUE, Long.MAX_VALUE);
          case BOOLEAN -> withDefault.truth(key, false);
          case DURATION -> withDefault.duration(key, Duration.ZERO);
        };
    try {
      withDefault.check();
    } catch (IllegalStateException e) {
      reader.mistake(key, "must be a valid " + declared.type());
    }
    return value;
  }

  private void refuseUnknownKeys() {
    new ConfigNames(properties.names())
        .unknown(prefix, known).stream()
            .sorted()
            .forEach(name -> reader.mistake(name, "is unknown: correct or remove it"));
  }

  private String key(String name) {
    known.add(prefix + name);
    return prefix + name;
  }
}

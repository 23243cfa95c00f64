package org.healthsync.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsync.spi.auth.Authorization;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.stream.StreamDescriptor;

/**
 * All that the host must know of a provider before it talks to it.
 *
 * @param id lower-case letters, digits and hyphens, at most 40 characters; part of FHIR
 *     identifiers, so it never changes
 * @param name how people know the provider
 * @param spiVersion the {@link SpiVersion} that the plugin was compiled against; write {@code new
 *     SpiVersion(SpiVersion.MAJOR, SpiVersion.MINOR)}, whose constants the compiler copies
 * @param authorization how users connect
 * @param streams at least one, names unique
 * @param budgets the provider's limits; empty when it has none
 * @param capabilities optional operations that the provider implements
 * @param configuration keys that operators may set; any other key is refused at start
 */
public record ProviderDescriptor(
    String id,
    String name,
    SpiVersion spiVersion,
    Authorization authorization,
    List<StreamDescriptor> streams,
    List<Budget> budgets,
    Set<Capability> capabilities,
    List<ConfigKey> configuration) {

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  /** Checks the id and that names are unique. */
  public ProviderDescriptor {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("provider id must match " + ID + " but is '" + id + "'");
    }
    streams = List.copyOf(streams);
    budgets = List.copyOf(budgets);
    capabilities = Set.copyOf(capabilities);
    configuration = List.copyOf(configuration);
    if (streams.isEmpty()) {
      throw new IllegalArgumentException("provider " + id + " has no stream");
    }
    requireUnique("stream", streams.stream().map(StreamDescriptor::name).toList());
    requireUnique("budget", budgets.stream().map(Budget::name).toList());
    requireUnique("configuration key", configuration.stream().map(ConfigKey::name).toList());
  }

  /** The stream of that name, or empty. */
  public Optional<StreamDescriptor> stream(String streamName) {
    return streams.stream().filter(stream -> stream.name().equals(streamName)).findFirst();
  }

  private static void requireUnique(String what, List<String> names) {
    if (Set.copyOf(names).size() != names.size()) {
      throw new IllegalArgumentException("a " + what + " is named twice in " + names);
    }
  }
}

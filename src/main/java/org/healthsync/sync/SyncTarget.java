package org.healthsync.sync;

import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.stream.StreamDescriptor;

/**
 * An account whose data are synced, with all that the stages need to know of it.
 *
 * @param tenant who owns it
 * @param connection ours
 * @param plugin the provider at work; stays the same for the whole turn
 * @param account who it is at the provider
 * @param scopes what the person granted
 * @param patient literal FHIR reference
 * @param zone the person's zone by the tenant's word, for where a provider tells none
 */
public record SyncTarget(
    TenantId tenant,
    ConnectionId connection,
    ActivePlugin plugin,
    Account account,
    Set<String> scopes,
    String patient,
    ZoneId zone) {

  /** Copies the scopes. */
  public SyncTarget {
    scopes = Set.copyOf(scopes);
  }

  /** The stream of that name, or empty when this plugin version has none. */
  public Optional<StreamDescriptor> stream(String name) {
    return plugin.descriptor().stream(name);
  }

  /**
   * The stream of that name.
   *
   * @throws ProviderException when this plugin version has none
   */
  StreamDescriptor require(String name) throws ProviderException {
    return stream(name)
        .orElseThrow(
            () ->
                new ProviderException(
                    StandardError.PLUGIN_DEFECT,
                    "this version of the plugin has no stream " + name));
  }

  /** Whether the person granted all that a stream needs. */
  public boolean permits(StreamDescriptor stream) {
    return scopes.containsAll(stream.scopes());
  }
}

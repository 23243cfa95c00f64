package org.healthsync.spi;

/**
 * The service entry of a plugin jar, named in {@code
 * META-INF/services/org.healthsync.spi.ProviderPlugin}. A jar holds exactly one.
 *
 * <p>The host makes one instance per loaded jar through the public no-argument constructor, calls
 * {@link #descriptor()} once, checks it, validates the operator's configuration against it and then
 * calls {@link #create} once. Both calls happen on one thread, before any request, and must not
 * block or do I/O. Anything thrown marks the jar as failed with the message as its reason; it never
 * affects other plugins.
 */
public interface ProviderPlugin {

  /**
   * What this provider is and how it behaves. Must return an equal value on every call.
   *
   * @return the description that the host works from
   */
  ProviderDescriptor descriptor();

  /**
   * Makes the working object, once per server and plugin version.
   *
   * @param context configuration, clock, log and JSON reading; stays valid until the provider is
   *     closed
   * @return the provider, which must be safe for use by many threads at once
   */
  Provider create(PluginContext context);
}

package org.healthsync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.ServiceLoader;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.SpiVersion;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Movement;
import org.junit.jupiter.api.Test;

/** The descriptor is complete, honest and stable. */
interface DescriptorRules extends PluginUnderTest {

  @Test
  default void descriptorIsEqualOnEveryCall() {
    ProviderPlugin plugin = plugin();
    assertThat(plugin.descriptor())
        .as("descriptor() must return an equal value every time, also from a new instance")
        .isEqualTo(plugin.descriptor())
        .isEqualTo(plugin().descriptor());
  }

  @Test
  default void serviceEntryNamesThePlugin() {
    Class<?> type = plugin().getClass();
    assertThat(ServiceLoader.load(ProviderPlugin.class, type.getClassLoader()).stream())
        .as("META-INF/services/%s must name %s", ProviderPlugin.class.getName(), type.getName())
        .anyMatch(entry -> entry.type().equals(type));
  }

  @Test
  default void hostOfThisVersionAcceptsThePlugin() {
    assertThat(SpiVersion.current().accepts(plugin().descriptor().spiVersion()))
        .as("compile against this SPI and write new SpiVersion(SpiVersion.MAJOR, SpiVersion.MINOR)")
        .isTrue();
  }

  @Test
  default void everyScopeThatAStreamNeedsCanBeAskedFor() {
    ProviderDescriptor descriptor = plugin().descriptor();
    assertThat(descriptor.streams())
        .allSatisfy(
            stream ->
                assertThat(descriptor.authorization().scopeNames())
                    .as("scopes of stream %s must be declared in the authorization", stream.name())
                    .containsAll(stream.scopes()));
  }

  @Test
  default void everyEndpointIsEncrypted() {
    assertThat(plugin().descriptor().authorization().regions())
        .flatExtracting(region -> region.endpoints().values())
        .as("endpoints must be https; tests and demos point them elsewhere by configuration")
        .allMatch(endpoint -> "https".equals(endpoint.getScheme()));
  }

  @Test
  default void everyPulledStreamHasACaseInTheSuite() {
    assertThat(conformance().streams())
        .extracting(StreamCase::stream)
        .as("declare Conformance.stream(...) for every stream that is pulled")
        .containsExactlyInAnyOrderElementsOf(
            plugin().descriptor().streams().stream()
                .filter(stream -> stream.movement() != Movement.PUSHED)
                .map(StreamDescriptor::name)
                .toList());
  }

  @Test
  default void longestWindowIsWholeDays() {
    assertThat(plugin().descriptor().streams())
        .filteredOn(stream -> stream.maxWindow() != null)
        .allSatisfy(
            stream -> {
              long seconds = Objects.requireNonNull(stream.maxWindow()).toSeconds();
              assertThat(seconds % 86_400)
                  .as("maxWindow of %s must be whole days", stream.name())
                  .isZero();
              assertThat(seconds).isPositive();
            });
  }

  @Test
  default void pluginReadsDeclaredConfigurationOnly() {
    try (TestHost host = host()) {
      assertThat(host.provider())
          .as("create() must return a provider and ask for declared configuration keys only")
          .isNotNull();
    }
  }
}

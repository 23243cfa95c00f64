package org.healthsync.testkit.sample;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.healthsync.spi.PluginContext;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.healthsync.spi.stream.StreamDescriptor.Movement;

/** Acme Scales with a mapping file instead of Java. */
public final class DeclarativePlugin implements ProviderPlugin {

  /** The file that the jar must hold. */
  public static final String MAPPING = "mapping/weights.yaml";

  private final SamplePlugin sample = new SamplePlugin();

  @Override
  public ProviderDescriptor descriptor() {
    ProviderDescriptor base = sample.descriptor();
    return new ProviderDescriptor(
        base.id(),
        base.name(),
        base.spiVersion(),
        base.authorization(),
        List.of(stream()),
        base.budgets(),
        base.capabilities(),
        base.configuration());
  }

  @Override
  public Provider create(PluginContext context) {
    throw new IllegalStateException("mapping by a file needs no provider");
  }

  private static StreamDescriptor stream() {
    return new StreamDescriptor(
        "weights",
        "Weights",
        Set.of("weights"),
        Movement.INCREMENTAL,
        Granularity.INSTANT,
        null,
        Duration.ZERO,
        Duration.ofHours(1),
        null,
        true,
        MAPPING);
  }
}

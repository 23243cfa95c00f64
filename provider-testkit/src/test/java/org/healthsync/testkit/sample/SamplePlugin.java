package org.healthsync.testkit.sample;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsync.spi.Capability;
import org.healthsync.spi.PluginContext;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.SpiVersion;
import org.healthsync.spi.auth.Authorization;
import org.healthsync.spi.auth.Refresh;
import org.healthsync.spi.auth.Region;
import org.healthsync.spi.auth.TokenEndpoint;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.healthsync.spi.stream.StreamDescriptor.Movement;

/** Acme Scales: one stream, pages by number, Java mapping. */
public final class SamplePlugin implements ProviderPlugin {

  private final Flaw flaw;
  private final AtomicInteger changes = new AtomicInteger();

  /** The faultless plugin. */
  public SamplePlugin() {
    this(Flaw.NONE);
  }

  /** A plugin with a flaw. */
  public SamplePlugin(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public ProviderDescriptor descriptor() {
    String suffix = flaw == Flaw.CHANGES_ITS_MIND ? " " + changes.incrementAndGet() : "";
    return new ProviderDescriptor(
        "acme",
        "Acme Scales" + suffix,
        new SpiVersion(SpiVersion.MAJOR, SpiVersion.MINOR),
        authorization(),
        List.of(stream()),
        List.of(
            new Budget(
                "app",
                Budget.Scope.CLIENT,
                List.of(Budget.Allowance.sliding(10, Duration.ofMinutes(1))),
                true,
                Duration.ofSeconds(30))),
        Set.of(Capability.REVOKE, Capability.NOTIFICATIONS),
        List.of());
  }

  @Override
  public Provider create(PluginContext context) {
    if (flaw == Flaw.READS_UNDECLARED_KEY) {
      context.config().text("page-size");
    }
    return new SampleProvider(context, flaw);
  }

  private static Authorization authorization() {
    return new Authorization(
        List.of(
            new Region(
                "default",
                "Everywhere",
                Map.of(
                    Region.AUTHORIZE,
                    URI.create("https://acme.example/authorize"),
                    Region.TOKEN,
                    URI.create("https://acme.example/token"),
                    "api",
                    URI.create("https://acme.example/api")))),
        Authorization.ClientAuthentication.BODY,
        Authorization.Pkce.NONE,
        " ",
        List.of(new Authorization.Scope("weights", "Weights.", true)),
        Map.of(),
        TokenEndpoint.standard(),
        Refresh.rotating());
  }

  private static StreamDescriptor stream() {
    return new StreamDescriptor(
        "weights",
        "Weights",
        Set.of("weights"),
        Movement.INCREMENTAL,
        Granularity.LOCAL_DAY,
        Duration.ofDays(30),
        Duration.ZERO,
        Duration.ofHours(1),
        null,
        true,
        null);
  }
}

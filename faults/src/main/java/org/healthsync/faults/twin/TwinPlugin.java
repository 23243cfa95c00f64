package org.healthsync.faults.twin;

import java.time.Duration;
import java.util.List;
import org.healthsync.spi.PluginContext;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.http.Budget;
import org.healthsync.withings.WithingsPlugin;

/**
 * The plugin of Withings under another name and with other limits: two of the client id, over
 * different spans, and one of each account.
 */
public final class TwinPlugin implements ProviderPlugin {

  /** Id of the provider. */
  public static final String ID = "twin";

  /** Name of the limit of the client id over a short span. */
  public static final String BURST = "burst";

  /** Length of that span. */
  public static final Duration BURST_SPAN = Duration.ofSeconds(15);

  /** Name of the limit of the client id over a long span. */
  public static final String TOTAL = "total";

  /** Length of that span. */
  public static final Duration TOTAL_SPAN = Duration.ofMinutes(5);

  /** Name of the limit of each account. */
  public static final String PERSON = "person";

  /** Length of its span. */
  public static final Duration PERSON_SPAN = Duration.ofMinutes(1);

  private static final int PERMITS = 100;

  private final ProviderPlugin same = new WithingsPlugin();

  @Override
  public ProviderDescriptor descriptor() {
    ProviderDescriptor withings = same.descriptor();
    return new ProviderDescriptor(
        ID,
        "Twin",
        withings.spiVersion(),
        withings.authorization(),
        withings.streams(),
        List.of(
            budget(BURST, Budget.Scope.CLIENT, BURST_SPAN),
            budget(TOTAL, Budget.Scope.CLIENT, TOTAL_SPAN),
            budget(PERSON, Budget.Scope.ACCOUNT, PERSON_SPAN)),
        withings.capabilities(),
        withings.configuration());
  }

  private static Budget budget(String name, Budget.Scope scope, Duration span) {
    return new Budget(name, scope, List.of(Budget.Allowance.sliding(PERMITS, span)), true, span);
  }

  @Override
  public Provider create(PluginContext context) {
    return same.create(context);
  }
}

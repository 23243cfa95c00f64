package org.healthsync.withings;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.spi.Capability;
import org.healthsync.spi.ConfigKey;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.SpiVersion;
import org.healthsync.spi.auth.Authorization;
import org.healthsync.spi.auth.Authorization.Scope;
import org.healthsync.spi.auth.Refresh;
import org.healthsync.spi.auth.Region;
import org.healthsync.spi.auth.TokenEndpoint;
import org.healthsync.spi.http.Budget;

/** What the host must know of Withings before it talks to it. */
final class WithingsDescriptor {

  /** Profile and devices. */
  static final String INFO = "user.info";

  /** Weight, blood pressure, temperature, SpO2, ECG. */
  static final String METRICS = "user.metrics";

  /** Daily activity, workouts, sleep. */
  static final String ACTIVITY = "user.activity";

  /** Configuration key: the first history of intraday samples and sleep stages, in days. */
  static final String DETAIL_DAYS = "detail-days";

  /** Endpoint of every service but consent and tokens. */
  static final String API = "api";

  private WithingsDescriptor() {}

  static ProviderDescriptor descriptor() {
    return new ProviderDescriptor(
        "withings",
        "Withings",
        new SpiVersion(SpiVersion.MAJOR, SpiVersion.MINOR),
        authorization(),
        Arrays.stream(WithingsStream.values()).map(WithingsStream::descriptor).toList(),
        List.of(budget()),
        Set.of(Capability.REVOKE, Capability.SUBSCRIBE_PER_ACCOUNT, Capability.NOTIFICATIONS),
        List.of(
            new ConfigKey(
                DETAIL_DAYS,
                ConfigKey.Type.INTEGER,
                "14",
                "How many days back the first run reads what costs a request for each day or night:"
                    + " intraday samples and sleep stages. 0 to 3650.")));
  }

  private static Authorization authorization() {
    return new Authorization(
        List.of(
            new Region(
                "default",
                "Worldwide",
                Map.of(
                    Region.AUTHORIZE,
                    URI.create("https://account.withings.com/oauth2_user/authorize2"),
                    Region.TOKEN,
                    URI.create("https://wbsapi.withings.net/v2/oauth2"),
                    API,
                    URI.create("https://wbsapi.withings.net")))),
        Authorization.ClientAuthentication.BODY,
        Authorization.Pkce.NONE,
        ",",
        scopes(),
        Map.of(),
        new TokenEndpoint(Map.of("action", "requesttoken"), "/body", "/userid"),
        // "Access and refresh tokens": the replaced refresh token lives for 8 hours, or until the
        // new access token is used for the first time
        new Refresh(Refresh.Kind.ROTATING, Duration.ofHours(8), Duration.ofMinutes(5), null));
  }

  /** None is required: whoever unticks one still gets the streams of the other. */
  private static List<Scope> scopes() {
    return List.of(
        new Scope(INFO, "Devices.", false),
        new Scope(METRICS, "Body measurements, blood pressure, temperature, ECG.", false),
        new Scope(ACTIVITY, "Daily activity, workouts and sleep.", false));
  }

  /** "API plans": 120 requests a minute for the application; 601 does not say how long to wait. */
  private static Budget budget() {
    return new Budget(
        "app",
        Budget.Scope.CLIENT,
        List.of(Budget.Allowance.sliding(120, Duration.ofMinutes(1))),
        true,
        Duration.ofSeconds(60));
  }
}

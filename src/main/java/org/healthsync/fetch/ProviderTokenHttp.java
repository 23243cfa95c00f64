package org.healthsync.fetch;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RetryAfter;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.http.ProviderRequest.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Sends token requests, within the same limits and budgets as every other request. The answer is
 * not judged: the token endpoint has rules of its own. Neither form nor answer is ever logged.
 */
public final class ProviderTokenHttp {

  private final Outbound outbound;

  /** Sends through {@code outbound}. */
  public ProviderTokenHttp(Outbound outbound) {
    this.outbound = outbound;
  }

  /**
   * Posts a form and waits for the whole answer.
   *
   * @param endpoint name of a declared endpoint of the region, such as {@code token}
   * @param form parameters with whatever credentials the provider wants in the body
   * @param basicAuthorization whether the client's credentials go into the {@code Authorization}
   *     header
   * @throws ProviderException {@code PROVIDER_UNAVAILABLE} when no answer came: whether the
   *     provider acted on the request is unknown then; {@code THROTTLED} when nothing was sent
   */
  public HttpAnswer postForm(
      ActivePlugin plugin,
      String region,
      String endpoint,
      Map<String, String> form,
      boolean basicAuthorization)
      throws ProviderException {
    URI address =
        plugin
            .endpoint(region, endpoint)
            .orElseThrow(
                () ->
                    new ProviderException(
                        StandardError.PLUGIN_DEFECT,
                        "region " + region + " declares no endpoint " + endpoint));
    List<Parameter> parameters =
        form.entrySet().stream()
            .map(entry -> new Parameter(entry.getKey(), entry.getValue()))
            .toList();
    HttpRequest.Builder request =
        outbound
            .request(address)
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(EndpointAddress.encode(parameters)));
    if (basicAuthorization) {
      request.setHeader("Authorization", BasicAuthorization.of(plugin.settings().client()));
    }
    return outbound.send(
        new Outbound.Departure(
            payer(plugin),
            Lane.INTERACTIVE,
            Charge.ofClient(plugin.descriptor().budgets()),
            endpoint,
            request.build()));
  }

  /**
   * Keeps away from a provider that throttles token requests, as {@link HostHttp} does after any
   * other answer.
   *
   * @return the verdict with the longer of the waits that the plugin and the header tell
   */
  public Verdict heeded(ActivePlugin plugin, HttpAnswer answer, Verdict verdict) {
    Duration wait = wait(answer, verdict);
    if (verdict.kind() == Verdict.Kind.THROTTLED) {
      for (Charge charge : Charge.ofClient(plugin.descriptor().budgets())) {
        Duration closed = wait == null ? charge.budget().patience() : wait;
        outbound.budgets().close(payer(plugin), charge.budget(), closed);
        outbound.listener().throttled(plugin.id(), closed);
      }
    }
    return new Verdict(verdict.kind(), verdict.detail(), wait, verdict.budget());
  }

  private @Nullable Duration wait(HttpAnswer answer, Verdict verdict) {
    Duration told = verdict.retryAfter();
    return answer
        .header("Retry-After")
        .flatMap(value -> RetryAfter.parse(value, outbound.clock().instant()))
        .filter(header -> told == null || header.compareTo(told) > 0)
        .orElse(told);
  }

  private static Payer payer(ActivePlugin plugin) {
    return new Payer(plugin.id(), plugin.settings().client().id(), "", "");
  }
}

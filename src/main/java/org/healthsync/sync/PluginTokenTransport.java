package org.healthsync.sync;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.connect.oauth.OAuthTransport;
import org.healthsync.fetch.HttpAnswer;
import org.healthsync.fetch.ProviderTokenHttp;
import org.healthsync.fetch.ReceivedResponse;
import org.healthsync.platform.ProviderId;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginCall;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderRequest.Parameter;

/** Token requests through the stage fetch; the plugin judges answers that hold no token. */
final class PluginTokenTransport implements OAuthTransport {

  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final PluginRegistry plugins;
  private final PluginCall call;
  private final ProviderTokenHttp http;
  private final JsonReader json;

  PluginTokenTransport(
      PluginRegistry plugins, PluginCall call, ProviderTokenHttp http, JsonReader json) {
    this.plugins = plugins;
    this.call = call;
    this.http = http;
    this.json = json;
  }

  @Override
  public Answer postForm(
      ProviderId provider, String region, String endpoint, List<Parameter> form, boolean basicAuth)
      throws ProviderException {
    ActivePlugin plugin =
        plugins
            .active(provider)
            .orElseThrow(
                () ->
                    new ProviderException(
                        StandardError.PLUGIN_DEFECT, "no plugin for " + provider + " is active"));
    Map<String, String> fields = new LinkedHashMap<>();
    form.forEach(parameter -> fields.put(parameter.name(), parameter.value()));
    HttpAnswer answer = http.postForm(plugin, region, endpoint, fields, basicAuth);
    return new Answer(answer.status(), answer.body(), () -> verdict(plugin, endpoint, answer));
  }

  private Verdict verdict(ActivePlugin plugin, String endpoint, HttpAnswer answer)
      throws ProviderException {
    ProviderRequest request = ProviderRequest.post(endpoint, "", "token");
    Verdict verdict =
        call.within(
            DEADLINE,
            plugin.containment(),
            "classify",
            () -> plugin.provider().classify(request, new ReceivedResponse(answer, json)));
    return http.heeded(plugin, answer, verdict);
  }
}

package org.healthsync.it;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.healthsync.sandbox.stack.StackOptions;

/** One server with a second tenant and, beside Withings, a zoo of plugins that are broken. */
final class SharedService extends SharedDeployment {

  /** A tenant beside the stack's own, to look over the fence. */
  static final String OTHER_TENANT = "other";

  private static final String NAME = "shared";
  private static final int PEOPLE = 24;

  @Override
  Deployment start() {
    Path plugins = Deployment.work(NAME).resolve("plugins");
    Deployment deployment = Deployment.start(NAME, PEOPLE, options -> configured(options, plugins));
    PluginZoo.fill(plugins, deployment.stack().cloud().baseUri());
    deployment.startServer();
    return deployment;
  }

  private static StackOptions configured(StackOptions options, Path plugins) {
    Map<String, String> settings = new HashMap<>(PluginZoo.settings());
    settings.put("HEALTHSYNC_PLUGINS", plugins.toString());
    // a plugin that never returns shall not take the two minutes that it may
    settings.put("HEALTHSYNC_FETCH_PAGE_TIMEOUT", "PT15S");
    settings.put("HEALTHSYNC_TENANTS", "demo," + OTHER_TENANT);
    settings.put("HEALTHSYNC_TENANT_OTHER_RETURN_URLS", "https://app.example/done");
    settings.put("HEALTHSYNC_TENANT_OTHER_FHIR_BASE_URL", "http://127.0.0.1:9/fhir");
    return options.withSettings(settings);
  }
}

package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Lends one deployment with one server to all test classes that leave it as they found it; it
 * starts with the first and ends with the whole run. After each class its logs are searched.
 */
final class SharedService implements ParameterResolver, AfterAllCallback {

  /** A tenant beside the stack's own, to look over the fence. */
  static final String OTHER_TENANT = "other";

  private static final int PEOPLE = 24;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Deployment.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return deployment(context);
  }

  private static Deployment deployment(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedService.class))
        .getOrComputeIfAbsent(Deployment.class, key -> start(), Deployment.class);
  }

  private static Deployment start() {
    Deployment deployment =
        Deployment.start(
            "shared",
            PEOPLE,
            options ->
                options
                    // the limit is the business of QuotaIT
                    .withCloud(cloud -> cloud.callsPerMinute(100_000))
                    .withSettings(
                        Map.of(
                            "HEALTHSYNC_TENANTS",
                            "demo," + OTHER_TENANT,
                            "HEALTHSYNC_TENANT_OTHER_RETURN_URLS",
                            "https://app.example/done",
                            "HEALTHSYNC_TENANT_OTHER_FHIR_BASE_URL",
                            "http://127.0.0.1:9/fhir")));
    deployment.startServer();
    return deployment;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    assertThat(deployment(context).logs().findings()).as("log lines").isEmpty();
  }
}

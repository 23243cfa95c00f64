package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Lends one deployment to all test classes that leave it as they found it; it starts with the first
 * and ends with the whole run. After each class its logs are searched.
 */
abstract class SharedDeployment implements ParameterResolver, AfterAllCallback {

  /** Starts it with its servers. */
  abstract Deployment start();

  @Override
  public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Deployment.class;
  }

  @Override
  public final Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return deployment(context);
  }

  private Deployment deployment(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(getClass()))
        .getOrComputeIfAbsent(Deployment.class, key -> start(), Deployment.class);
  }

  @Override
  public final void afterAll(ExtensionContext context) {
    assertThat(deployment(context).logs().findings()).as("log lines").isEmpty();
  }
}

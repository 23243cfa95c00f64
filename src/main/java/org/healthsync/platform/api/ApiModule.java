package org.healthsync.platform.api;

import java.util.Set;

/**
 * A stage's contribution to the API. Implementations are found by {@link java.util.ServiceLoader}:
 * each stage adds its class to {@code META-INF/services/org.healthsync.platform.api.ApiModule}, so
 * that this package knows none of them.
 */
public interface ApiModule {

  /** JAX-RS resource and provider classes. */
  Set<Class<?>> classes();
}

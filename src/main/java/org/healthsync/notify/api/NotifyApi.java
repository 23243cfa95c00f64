package org.healthsync.notify.api;

import java.util.Set;
import org.healthsync.platform.api.ApiModule;

/** What the stage notify adds to the API. */
public final class NotifyApi implements ApiModule {

  @Override
  public Set<Class<?>> classes() {
    return Set.of(WebhookResource.class);
  }
}

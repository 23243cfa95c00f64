package org.healthsync.connect.api;

import java.util.Set;
import org.healthsync.platform.api.ApiModule;

/** What the stage connect adds to the API. */
public final class ConnectApi implements ApiModule {

  @Override
  public Set<Class<?>> classes() {
    return Set.of(
        UsersResource.class,
        UserConnectionsResource.class,
        ConnectionsResource.class,
        CallbackResource.class);
  }
}

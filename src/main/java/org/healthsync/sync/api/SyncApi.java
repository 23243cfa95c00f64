package org.healthsync.sync.api;

import java.util.Set;
import org.healthsync.platform.api.ApiModule;

/** What the flow adds to the API. */
public final class SyncApi implements ApiModule {

  @Override
  public Set<Class<?>> classes() {
    return Set.of(
        ConnectionSyncsResource.class,
        ConnectionCoverageResource.class,
        SyncsResource.class,
        ProvidersResource.class,
        PluginsResource.class,
        BudgetsResource.class,
        QuarantineResource.class,
        QuarantineReplaysResource.class,
        MappingsResource.class,
        TableMappingResource.class,
        StreamMappingResource.class,
        ReapplicationsResource.class,
        ArchivedPagesResource.class,
        DefinitionsResource.class);
  }
}

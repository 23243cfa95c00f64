package org.healthsync.it;

import java.util.Map;

/** Two replicas, the vendor's own quota, small pages, refresh tokens that work exactly once. */
final class SharedReplicas extends SharedDeployment {

  private static final int PEOPLE = 16;
  private static final int SERVERS = 2;
  private static final int PAGE = 10;
  private static final int CALLS_PER_MINUTE = 120;

  @Override
  Deployment start() {
    Deployment deployment =
        Deployment.start(
            "replicas",
            PEOPLE,
            options ->
                options
                    .withSingleUseRefreshTokens()
                    .withCloud(cloud -> cloud.pageSize(PAGE).callsPerMinute(CALLS_PER_MINUTE))
                    .withSettings(
                        Map.of(
                            "HEALTHSYNC_PROVIDER_WITHINGS_BUDGET_APP_PERMITS",
                            Integer.toString(CALLS_PER_MINUTE))));
    deployment.startServers(SERVERS);
    return deployment;
  }
}

package org.healthsync.it;

/** Two replicas, small pages and refresh tokens that work exactly once. */
final class SharedReplicas extends SharedDeployment {

  private static final int PEOPLE = 16;
  private static final int SERVERS = 2;
  private static final int PAGE = 10;

  @Override
  Deployment start() {
    Deployment deployment =
        Deployment.start(
            "replicas",
            PEOPLE,
            options ->
                options.withSingleUseRefreshTokens().withCloud(cloud -> cloud.pageSize(PAGE)));
    deployment.startServers(SERVERS);
    return deployment;
  }
}

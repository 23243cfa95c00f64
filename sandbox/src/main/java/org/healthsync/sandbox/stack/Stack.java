package org.healthsync.sandbox.stack;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.healthsync.sandbox.fhir.FhirServer;
import org.healthsync.sandbox.fhir.FhirServerOptions;
import org.healthsync.sandbox.oidc.OidcIssuer;
import org.healthsync.sandbox.oidc.OidcIssuerOptions;
import org.healthsync.sandbox.withings.WithingsCloud;
import org.healthsync.sandbox.withings.WithingsCloudOptions;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Redis, the simulated cloud, a FHIR server and an OIDC issuer on loopback, and any
 * number of replicas of the service on top. For one thread; closing stops everything that was
 * started.
 */
public final class Stack implements AutoCloseable {

  /** The tenant that the stack's service serves. */
  public static final String TENANT = "demo";

  /** Where the tenant's app wants people to come back to. */
  public static final URI RETURN_URL = URI.create("https://app.example/done");

  // what the simulated cloud's options default to
  private static final String CLIENT_SECRET = "sandbox-secret";
  private static final String AUDIENCE = "health-data-sync";
  private static final Duration TOKEN_LIFE = Duration.ofHours(12);

  private final StackOptions options;
  private final String keyset = Keyset.fresh();
  private final DatabaseServer database;
  private final CacheServer cache;
  private final WithingsCloud cloud;
  private final @Nullable FhirServer fhir;
  private final OidcIssuer issuer;
  private final List<ServerProcess> servers = new ArrayList<>();

  private Stack(
      StackOptions options,
      DatabaseServer database,
      CacheServer cache,
      WithingsCloud cloud,
      @Nullable FhirServer fhir,
      OidcIssuer issuer) {
    this.options = options;
    this.database = database;
    this.cache = cache;
    this.cloud = cloud;
    this.fhir = fhir;
    this.issuer = issuer;
  }

  /** Starts all but the service. */
  public static Stack start(StackOptions options) {
    CompletableFuture<DatabaseServer> database = background(DatabaseServer::start);
    CompletableFuture<Optional<FhirServer>> fhir =
        background(
            () ->
                options.fhir() == null
                    ? Optional.of(FhirServer.start(FhirServerOptions.defaults()))
                    : Optional.empty());
    OidcIssuer issuer =
        OidcIssuer.start(OidcIssuerOptions.of(AUDIENCE, "delivery-client", "delivery-secret"));
    WithingsCloud cloud = WithingsCloud.start(cloudOptions(options));
    CacheServer cache = CacheServer.start();
    return new Stack(options, database.join(), cache, cloud, fhir.join().orElse(null), issuer);
  }

  private static <T> CompletableFuture<T> background(Supplier<T> starter) {
    return CompletableFuture.supplyAsync(starter);
  }

  private static WithingsCloudOptions cloudOptions(StackOptions options) {
    return options
        .cloud()
        .apply(WithingsCloudOptions.builder().users(1).checkCallbacks(false))
        .build();
  }

  /** Launches one more replica, configured for this stack; it is not ready yet. */
  public ServerProcess launchServer(String... jvmOptions) {
    int number = servers.size() + 1;
    ServerProcess server =
        ServerProcess.launch(
            options.files(),
            options.work().resolve("server-" + number),
            this::environment,
            List.of(jvmOptions));
    servers.add(server);
    cloud.control().registerRedirectUri(server.baseUri().resolve("/oauth/callback"));
    return server;
  }

  /** Settings of a server at {@code publicUrl} that somebody else launches. */
  public Map<String, String> environment(URI publicUrl) {
    Map<String, String> settings = new HashMap<>();
    settings.put("DATABASE_HOST", "127.0.0.1");
    settings.put("DATABASE_PORT", Integer.toString(database.port()));
    settings.put("DATABASE_NAME", "postgres");
    settings.put("DATABASE_USER", "postgres");
    settings.put("DATABASE_PASSWORD", "postgres");
    settings.put("JWT_ISSUER", issuer.issuer().toString());
    settings.put("JWT_JWKS_URI", issuer.jwksUri().toString());
    settings.put("JWT_AUDIENCE", AUDIENCE);
    settings.put("HEALTHSYNC_REDIS_URL", "redis://127.0.0.1:" + cache.port());
    settings.put("HEALTHSYNC_KEYSET", keyset);
    settings.put("HEALTHSYNC_PUBLIC_URL", publicUrl.toString());
    settings.put("HEALTHSYNC_TENANTS", TENANT);
    settings.put("HEALTHSYNC_TENANT_DEMO_RETURN_URLS", RETURN_URL.toString());
    settings.put("HEALTHSYNC_TENANT_DEMO_FHIR_BASE_URL", fhirBase().toString());
    settings.put("HEALTHSYNC_PROVIDER_WITHINGS_CLIENT_ID", "sandbox-client");
    settings.put("HEALTHSYNC_PROVIDER_WITHINGS_CLIENT_SECRET", CLIENT_SECRET);
    settings.put(
        "HEALTHSYNC_PROVIDER_WITHINGS_ENDPOINT_AUTHORIZE",
        cloud.baseUri() + "/oauth2_user/authorize2");
    settings.put("HEALTHSYNC_PROVIDER_WITHINGS_ENDPOINT_TOKEN", cloud.baseUri() + "/v2/oauth2");
    settings.put("HEALTHSYNC_PROVIDER_WITHINGS_ENDPOINT_API", cloud.baseUri().toString());
    // by itself only what somebody asks for happens: who wants notifications says so
    settings.put("HEALTHSYNC_NOTIFY_SUBSCRIBE", "false");
    settings.putAll(options.settings());
    return settings;
  }

  /** An API client of the stack's tenant with all roles. */
  public ServiceClient client(ServerProcess server) {
    return client(server, TENANT, Set.of("app", "operator", "admin"));
  }

  /** An API client of another tenant or with other roles. */
  public ServiceClient client(ServerProcess server, String tenant, Set<String> roles) {
    return new ServiceClient(server.baseUri(), token(tenant, roles));
  }

  /** A bearer token for the API. */
  public String token(String tenant, Set<String> roles) {
    return issuer.mint("demo-app", tenant, roles, TOKEN_LIFE);
  }

  /** Who signs the tokens for the API. */
  public OidcIssuer issuer() {
    return issuer;
  }

  /** What the service was given to keep to itself: must show in no log line. */
  public Set<String> secrets() {
    return Set.of(keyset, CLIENT_SECRET);
  }

  /** Where resources go. */
  public URI fhirBase() {
    return fhir == null ? Objects.requireNonNull(options.fhir()) : fhir.baseUri();
  }

  /** The bundled FHIR server. */
  public FhirServer fhir() {
    return Objects.requireNonNull(fhir, "the stack delivers to a FHIR server elsewhere");
  }

  /** The simulated cloud. */
  public WithingsCloud cloud() {
    return cloud;
  }

  /** The database. */
  public DatabaseServer database() {
    return database;
  }

  /** Redis. */
  public CacheServer cache() {
    return cache;
  }

  /** All replicas that were launched, the ended ones too. */
  public List<ServerProcess> servers() {
    return List.copyOf(servers);
  }

  @Override
  public void close() {
    servers.forEach(ServerProcess::close);
    if (fhir != null) {
      fhir.close();
    }
    cloud.close();
    issuer.close();
    cache.close();
    database.close();
  }
}

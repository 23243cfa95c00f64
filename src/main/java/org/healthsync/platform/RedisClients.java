package org.healthsync.platform;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Makes clients of Redis that give up soon. Whoever asks Redis can do without it for a moment, but
 * not while every thread waits for it.
 */
public final class RedisClients {

  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** More than there are threads that ask at the same time. */
  private static final int CONNECTIONS = 32;

  private RedisClients() {}

  /**
   * A client of the Redis at {@code address}, which is connected when it is first used. Its calls
   * throw {@link redis.clients.jedis.exceptions.JedisException} when no connection, or no answer,
   * comes within half a second. Safe for many threads; close it once.
   *
   * @param address {@code redis} or {@code rediss}, with user, password and database where needed
   */
  public static UnifiedJedis open(URI address) {
    int patience = Math.toIntExact(PATIENCE.toMillis());
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(patience)
            .socketTimeoutMillis(patience)
            .user(JedisURIHelper.getUser(address))
            .password(JedisURIHelper.getPassword(address))
            .database(JedisURIHelper.getDBIndex(address))
            .protocol(JedisURIHelper.getRedisProtocol(address))
            .ssl(JedisURIHelper.isRedisSSLScheme(address))
            .sslParameters(verifying())
            .build();
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxIdle(CONNECTIONS);
    pool.setMaxWait(PATIENCE);
    HostAndPort place = JedisURIHelper.getHostAndPort(address);
    return new JedisPooled(pool, place, config);
  }

  /** Java checks who issued a certificate, but not for which host unless it is told to. */
  static SSLParameters verifying() {
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }
}

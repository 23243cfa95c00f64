package org.healthsync.connect.api;

import java.net.URI;
import java.util.regex.Pattern;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.FileOrValue;
import org.healthsync.platform.RedisClients;
import org.healthsync.platform.Secret;
import redis.clients.jedis.UnifiedJedis;

/**
 * Where Redis is, {@code healthsync.redis.url} or the file of {@code healthsync.redis.url-file}. It
 * may hold a password, so its text form does not show it.
 */
final class RedisAddress {

  private static final String KEY = "healthsync.redis.url";
  private static final String LOCAL = "redis://localhost:6379";
  private static final String EXPECTED =
      "must be an address such as redis://host:6379 or rediss://user:password@host:6379/0; write"
          + " other characters of a password than letters and digits in percent form";

  private static final Pattern PATH = Pattern.compile("|/\\d{0,4}");
  private static final Pattern QUERY = Pattern.compile("protocol=[23]");

  private final Secret url;

  private RedisAddress(Secret url) {
    this.url = url;
  }

  /** Reads the setting; what Jedis would refuse later, with the address in its message, is one. */
  static RedisAddress read(ConfigReader config) {
    Secret given = FileOrValue.read(config, KEY).orElseGet(() -> Secret.of(LOCAL));
    if (usable(given)) {
      return new RedisAddress(given);
    }
    config.mistake(KEY, EXPECTED);
    return new RedisAddress(Secret.of(LOCAL));
  }

  private static boolean usable(Secret url) {
    try {
      URI uri = URI.create(url.reveal());
      String user = uri.getUserInfo();
      String query = uri.getRawQuery();
      return (isTls(uri) || "redis".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getPort() > 0
          && (user == null || user.contains(":"))
          && PATH.matcher(uri.getRawPath()).matches()
          && (query == null || QUERY.matcher(query).matches());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A pool of connections; nothing is opened yet. */
  UnifiedJedis connect() {
    return RedisClients.open(URI.create(url.reveal()));
  }

  private static boolean isTls(URI uri) {
    return "rediss".equals(uri.getScheme());
  }

  @Override
  public String toString() {
    return "RedisAddress[****]";
  }
}

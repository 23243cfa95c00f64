package org.healthsync.connect.oauth;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.Tenants;

/**
 * Where browsers may be sent after consent: {@code healthsync.tenant.<id>.return-urls}, separated
 * by commas. Scheme, host, port and path must be those of an entry; an entry that ends in {@code
 * /*} stands for every path below. A query may be added, a fragment or user info may not. Without
 * entries nothing is allowed: an open redirect would hand the connection to whoever asks.
 *
 * @param byTenant entries of each tenant
 */
public record ReturnUrls(Map<TenantId, List<String>> byTenant) {

  private static final String BELOW = "/*";

  /** Copies the entries. */
  public ReturnUrls {
    byTenant = Map.copyOf(byTenant);
  }

  /** Reads the setting of each tenant. */
  public static ReturnUrls read(ConfigReader config, Tenants tenants) {
    return new ReturnUrls(
        tenants.ids().stream()
            .collect(Collectors.toMap(tenant -> tenant, tenant -> entries(config, tenant))));
  }

  private static List<String> entries(ConfigReader config, TenantId tenant) {
    String key = "healthsync.tenant." + tenant + ".return-urls";
    List<String> entries = config.list(key);
    for (String entry : entries) {
      try {
        URI uri =
            URI.create(entry.endsWith(BELOW) ? entry.substring(0, entry.length() - 1) : entry);
        if (!isPlain(uri) || uri.getRawQuery() != null) {
          config.mistake(key, "must hold absolute http or https URLs without query or fragment");
        }
      } catch (IllegalArgumentException e) {
        config.mistake(key, "must hold absolute http or https URLs");
      }
    }
    return entries;
  }

  /**
   * The URL, when it is registered for the tenant.
   *
   * @throws ProblemException {@code unregistered-return-url}
   */
  public URI require(TenantId tenant, URI url) {
    boolean registered =
        isPlain(url)
            && byTenant.getOrDefault(tenant, List.of()).stream()
                .anyMatch(entry -> covers(entry, withoutQuery(url)));
    if (!registered) {
      throw new ProblemException(
          ProblemCode.UNREGISTERED_RETURN_URL,
          "Use a URL that the operator has registered for this tenant",
          "returnUrl");
    }
    return url;
  }

  private static boolean isPlain(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    return url.getHost() != null
        && (scheme.equals("https") || scheme.equals("http"))
        && url.getRawUserInfo() == null
        && url.getRawFragment() == null;
  }

  private static boolean covers(String entry, String url) {
    if (!entry.endsWith(BELOW)) {
      return entry.equals(url);
    }
    String base = entry.substring(0, entry.length() - 1);
    // a path that climbs, plainly or encoded, is not below anything
    return url.startsWith(base) && !url.substring(base.length()).matches(".*(\\.\\.|%|\\\\).*");
  }

  private static String withoutQuery(URI url) {
    String text = url.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }
}

package org.healthsync.platform;

import java.net.URI;

/**
 * Where browsers, providers and apps reach the service, {@code healthsync.public-url}. Addresses
 * that are handed out are built from it, never from a request: TLS ends in front of the service,
 * which sees plain HTTP and whatever host the caller names.
 *
 * @param base with no slash at its end
 */
public record PublicAddress(URI base) {

  private static final String KEY = "healthsync.public-url";

  /** Reads the setting, which is mandatory. */
  public static PublicAddress read(ConfigReader config) {
    config.mandatory(KEY);
    URI base = config.uri(KEY, URI.create("https://unset.invalid"));
    if (base.getRawQuery() != null || base.getRawFragment() != null) {
      config.mistake(KEY, "must have neither query nor fragment");
    }
    return new PublicAddress(URI.create(base.toString().replaceFirst("/+$", "")));
  }

  /**
   * The address of something of ours.
   *
   * @param path from the root, with a slash at its beginning
   */
  public URI of(String path) {
    return URI.create(base + path);
  }
}

package org.healthsync.spi.auth;

import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected, at the provider.
 *
 * @param id the provider's stable id of the person; personal data, never logged
 * @param region id of the region the account lives in
 * @param zone time zone by the provider's profile, or null when it tells none
 * @param permissions what the person allows beside OAuth scopes (Garmin); empty when unknown
 */
public record Account(String id, String region, @Nullable ZoneId zone, Set<String> permissions) {

  /** Demands an id and copies the permissions. */
  public Account {
    if (id.isBlank()) {
      throw new IllegalArgumentException("an account needs an id");
    }
    permissions = Set.copyOf(permissions);
  }

  /** An account of the default region of which nothing else is known. */
  public static Account of(String id) {
    return new Account(id, "default", null, Set.of());
  }

  @Override
  public String toString() {
    return "Account[region=" + region + "]";
  }
}

package org.healthsync.connect;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Primary key of {@link UserRow}, in the form that JPA wants (no records in JPA 3.1). */
public class UserKey implements Serializable {

  private static final long serialVersionUID = 1L;

  private @Nullable String tenantId;
  private @Nullable String userId;

  /** For JPA. */
  public UserKey() {}

  UserKey(String tenantId, String userId) {
    this.tenantId = tenantId;
    this.userId = userId;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UserKey key
        && Objects.equals(tenantId, key.tenantId)
        && Objects.equals(userId, key.userId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tenantId, userId);
  }
}

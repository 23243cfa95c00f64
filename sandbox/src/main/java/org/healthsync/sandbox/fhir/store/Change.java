package org.healthsync.sandbox.fhir.store;

import org.jspecify.annotations.Nullable;

/**
 * One part of a commit.
 *
 * @param key what it changes
 * @param method POST and PUT carry a draft, DELETE does not
 * @param draft the new content, for this key
 * @param expectedVersion the version that must be the latest, null when any may be
 */
public record Change(
    ResourceKey key,
    StoredVersion.Method method,
    @Nullable Draft draft,
    @Nullable Long expectedVersion) {

  public Change {
    if ((draft == null) != (method == StoredVersion.Method.DELETE)) {
      throw new IllegalArgumentException("draft is for POST and PUT, and only for them");
    }
  }

  public static Change write(
      StoredVersion.Method method, Draft draft, @Nullable Long expectedVersion) {
    return new Change(draft.key(), method, draft, expectedVersion);
  }

  public static Change delete(ResourceKey key, @Nullable Long expectedVersion) {
    return new Change(key, StoredVersion.Method.DELETE, null, expectedVersion);
  }
}

package org.healthsync.platform.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items in the list's order
 * @param next cursor of the page after this one; null when this is the last
 */
public record Listing<T>(List<T> items, @Nullable String next) {

  /** Copies the items. */
  public Listing {
    items = List.copyOf(items);
  }
}

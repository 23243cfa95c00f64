package org.healthsync.override;

import org.jspecify.annotations.Nullable;

/**
 * Which text of a mapping is meant: one that is given, a kept version, the shipped one, or, when
 * none of these, the one at work.
 *
 * @param yaml a given text
 * @param version number of a kept version
 * @param shipped whether the shipped one is meant
 */
public record Choice(@Nullable String yaml, @Nullable Integer version, boolean shipped) {

  /** The one at work. */
  public static final Choice ACTIVE = new Choice(null, null, false);
}

package org.healthsync.map.plan;

/** One of the shapes of readings. */
public sealed interface Shape permits Shapes.One, Shapes.Several, SeriesShape {

  /**
   * Completes the draft and emits it; emits nothing when an optional value is absent.
   *
   * @throws Unmappable when the reading as a whole cannot be made
   */
  void fill(Draft draft) throws Unmappable;
}

package org.healthsync.map.plan;

import org.healthsync.spi.http.JsonView;

/** Gives a value: a path into the page, a constant, a lookup, a text made of several, ... */
public interface Source {

  /**
   * The value; missing when there is none.
   *
   * @throws Unmappable when it cannot be found out
   */
  JsonView read(Frame frame) throws Unmappable;

  /** JSON Pointer of the place where the value is, or would be. */
  String pointer(Frame frame);
}

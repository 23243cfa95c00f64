package org.healthsync.map.plan;

import org.healthsync.spi.reading.ReadingSink;

/** One operation of a plan. Never fails: what is wrong with the page goes to the sink. */
public interface Step {

  /** Does it for the current elements. */
  void run(Frame frame, Facts facts, ReadingSink sink);
}

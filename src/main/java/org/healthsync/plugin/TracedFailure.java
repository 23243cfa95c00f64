package org.healthsync.plugin;

import java.util.Arrays;

/**
 * What a plugin threw, as its type and place alone: its message may hold payload ({@code For input
 * string: "72.5"}) and must not reach a log.
 */
final class TracedFailure extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 60;

  TracedFailure(Throwable thrown) {
    super(thrown.getClass().getName(), null, false, true);
    StackTraceElement[] trace = thrown.getStackTrace();
    setStackTrace(Arrays.copyOf(trace, Math.min(trace.length, DEEPEST)));
  }
}

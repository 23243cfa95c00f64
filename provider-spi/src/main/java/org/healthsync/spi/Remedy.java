package org.healthsync.spi;

/** What is to be done about an error. The host acts on this alone. */
public enum Remedy {
  /** Try again later, at the time the error names or after a growing delay. */
  RETRY,
  /** Stop until the person authorizes again. */
  REAUTHORIZE,
  /** Leave this stream or part out and go on with the others. */
  SKIP,
  /** Stop this work and tell the operator; repeating it as it is cannot help. */
  STOP
}

package org.healthsync.fetch;

/**
 * No answer came, and repeating the request right away does no harm: nothing was sent, or it was a
 * read. Its message names the kind of failure alone.
 */
public final class RepeatableFailureException extends Exception {

  private static final long serialVersionUID = 1L;

  RepeatableFailureException(Throwable reason) {
    super(reason.getClass().getSimpleName());
  }
}

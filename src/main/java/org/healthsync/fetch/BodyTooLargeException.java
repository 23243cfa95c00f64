package org.healthsync.fetch;

import java.io.IOException;

/** A body grew beyond what is allowed. */
final class BodyTooLargeException extends IOException {

  private static final long serialVersionUID = 1L;

  BodyTooLargeException(String message) {
    super(message);
  }
}

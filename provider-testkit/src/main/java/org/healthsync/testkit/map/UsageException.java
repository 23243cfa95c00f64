package org.healthsync.testkit.map;

/** The tool cannot begin: wrong arguments, or a file that cannot be used. Says what to do. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}

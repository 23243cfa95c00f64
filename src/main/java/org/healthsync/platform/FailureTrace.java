package org.healthsync.platform;

import org.healthsync.platform.Database.DatabaseException;

/**
 * A failure as a log may tell it: types and places of it and its causes, without their messages,
 * which may hold payload ({@code For input string: "72.5"}).
 */
public final class FailureTrace {

  private static final int DEPTH = 8;

  private FailureTrace() {}

  /** Several lines of text. */
  public static String of(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEPTH; depth++) {
      text.append(depth == 0 ? "" : System.lineSeparator() + "caused by ");
      text.append(cause.getClass().getName());
      if (cause instanceof DatabaseException database) {
        text.append(" (SQL state ").append(database.sqlState()).append(')');
      }
      for (StackTraceElement element : cause.getStackTrace()) {
        text.append(System.lineSeparator()).append("  at ").append(element);
      }
      cause = cause.getCause();
    }
    return text.toString();
  }
}

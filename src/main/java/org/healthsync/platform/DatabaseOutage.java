package org.healthsync.platform;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/**
 * Which failures of the database pass: it is away, starts, ends, is full or read-only, or gave up a
 * transaction in favour of another. What was asked is right and can be asked again.
 */
public final class DatabaseOutage {

  // PostgreSQL, appendix A: connection exception, insufficient resources, operator intervention,
  // transaction rollback
  private static final Set<String> CLASSES = Set.of("08", "53", "57", "40");
  private static final String READ_ONLY = "25006";
  private static final int CLASS = 2;

  private DatabaseOutage() {}

  /** Whether {@code failure} is such a one; its causes are not looked at. */
  public static boolean is(Throwable failure) {
    if (failure instanceof SQLTransientException || failure instanceof SQLRecoverableException) {
      return true;
    }
    if (!(failure instanceof SQLException sql)) {
      return false;
    }
    String state = sql.getSQLState();
    return state != null
        && state.length() > CLASS
        && (CLASSES.contains(state.substring(0, CLASS)) || state.equals(READ_ONLY));
  }
}

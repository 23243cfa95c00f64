package org.healthsync.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsync.platform.Database;

/**
 * The partitions of the archive: one for each day of UTC, named after it. Safe for many threads.
 */
final class DayPartitions {

  private static final String PREFIX = "raw_page_d";
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

  // whoever comes second sees what the first made
  private static final String TAKE_TURNS = "select pg_advisory_xact_lock(hashtext('raw_page'))";

  private static final String EXISTS = "select to_regclass(?) is not null";

  // attaching, unlike "partition of", keeps nobody from writing to the other days
  private static final String CREATE =
      "create table %1$s (like raw_page including defaults including constraints);"
          + " alter table raw_page attach partition %1$s for values from ('%2$s') to ('%3$s')";

  private static final String ALL =
      "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
          + " where i.inhparent = 'raw_page'::regclass order by c.relname";

  private final Database database;
  private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

  DayPartitions(Database database) {
    this.database = database;
  }

  static LocalDate dayOf(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** Makes sure that a day's pages have a place; in a transaction of its own. */
  void ensure(LocalDate day) {
    if (known.contains(day)) {
      return;
    }
    database.inTransaction(
        transaction -> {
          if (!exists(transaction, day)) {
            execute(transaction, TAKE_TURNS);
            if (!exists(transaction, day)) {
              execute(transaction, CREATE.formatted(name(day), start(day), start(day.plusDays(1))));
            }
          }
          return day;
        });
    known.add(day);
  }

  /** Drops the days before {@code first}; their pages are gone at once. */
  int dropBefore(LocalDate first) {
    int dropped = 0;
    for (LocalDate day : days()) {
      if (day.isBefore(first)) {
        known.remove(day);
        database.inTransaction(
            transaction -> {
              // waiting readers must not make everybody wait behind them; the next run tries again
              execute(transaction, "set local lock_timeout = '2s'");
              return execute(transaction, "drop table if exists " + name(day));
            });
        dropped++;
      }
    }
    return dropped;
  }

  List<LocalDate> days() {
    return database.inTransaction(
        transaction -> {
          List<LocalDate> days = new ArrayList<>();
          try (PreparedStatement statement = transaction.prepareStatement(ALL);
              ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              days.add(LocalDate.parse(row.getString(1).substring(PREFIX.length()), DAY));
            }
          }
          return days;
        });
  }

  private static boolean exists(Connection transaction, LocalDate day) throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(EXISTS)) {
      statement.setString(1, name(day));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static boolean execute(Connection transaction, String sql) throws SQLException {
    try (Statement statement = transaction.createStatement()) {
      return statement.execute(sql);
    }
  }

  private static String name(LocalDate day) {
    return PREFIX + DAY.format(day);
  }

  private static String start(LocalDate day) {
    return day + "T00:00:00Z";
  }
}

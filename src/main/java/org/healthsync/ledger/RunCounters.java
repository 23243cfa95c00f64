package org.healthsync.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.healthsync.platform.RunId;

/** Adds to the counters of the runs that a page is read for. */
final class RunCounters {

  private static final String ADD =
      "update sync_run set pages = pages + ?, readings = readings + ?, skipped = skipped + ?,"
          + " res_new = res_new + ?, res_changed = res_changed + ?,"
          + " res_unchanged = res_unchanged + ?, res_deleted = res_deleted + ?,"
          + " res_quarantined = res_quarantined + ? where id = any(?) and tenant_id = ?";

  private RunCounters() {}

  static void addPage(Writing writing, PageCommit commit, long readings, long skipped)
      throws SQLException {
    add(writing, commit, 1, readings, skipped);
  }

  static void add(Writing writing, PageCommit commit) throws SQLException {
    add(writing, commit, 0, 0, 0);
  }

  private static void add(
      Writing writing, PageCommit commit, long pages, long readings, long skipped)
      throws SQLException {
    List<RunId> runs = writing.origin().runs();
    if (runs.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = writing.database().prepareStatement(ADD)) {
      long[] counts = {
        pages,
        readings,
        skipped,
        commit.added(),
        commit.changed(),
        commit.unchanged(),
        commit.deleted(),
        commit.quarantined()
      };
      for (int i = 0; i < counts.length; i++) {
        statement.setLong(i + 1, counts[i]);
      }
      Object[] ids = runs.stream().map(RunId::value).toArray();
      statement.setArray(9, writing.database().createArrayOf("uuid", ids));
      statement.setString(10, writing.tenant());
      statement.executeUpdate();
    }
  }
}

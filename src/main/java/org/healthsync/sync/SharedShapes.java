package org.healthsync.sync;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.healthsync.platform.Database;
import org.healthsync.validate.KnownShapes;

/**
 * Shapes that any replica found valid, in the table {@code valid_shape}, so that a new replica need
 * not build the full validator to begin its work. A shape is validated again after half a year.
 */
final class SharedShapes implements KnownShapes {

  private static final System.Logger LOG = System.getLogger(SharedShapes.class.getName());

  private static final Duration REMEMBERED = Duration.ofDays(180);

  private static final String VALID = "select 1 from valid_shape where basis = ? and shape = ?";

  private static final String ADD =
      "insert into valid_shape (basis, shape, found_at) values (?, ?, ?) on conflict do nothing";

  private static final String FORGET = "delete from valid_shape where found_at < ?";

  private final Database database;
  private final Clock clock;

  SharedShapes(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public boolean isValid(String basis, String shape) {
    try {
      return database.inTransaction(
          transaction -> {
            try (PreparedStatement statement = transaction.prepareStatement(VALID)) {
              statement.setString(1, basis);
              statement.setString(2, shape);
              try (ResultSet row = statement.executeQuery()) {
                return row.next();
              }
            }
          });
    } catch (Database.DatabaseException e) {
      LOG.log(System.Logger.Level.DEBUG, "known shapes cannot be read: {0}", e.getMessage());
      return false;
    }
  }

  @Override
  public void foundValid(String basis, String shape) {
    try {
      database.inTransaction(
          transaction -> {
            try (PreparedStatement statement = transaction.prepareStatement(ADD)) {
              statement.setString(1, basis);
              statement.setString(2, shape);
              statement.setObject(3, clock.instant().atOffset(ZoneOffset.UTC));
              return statement.executeUpdate();
            }
          });
    } catch (Database.DatabaseException e) {
      LOG.log(System.Logger.Level.DEBUG, "a known shape is not kept: {0}", e.getMessage());
    }
  }

  /** Forgets old ones: those of former versions, and of texts that nobody sends any more. */
  int forget() {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(FORGET)) {
            statement.setObject(1, clock.instant().minus(REMEMBERED).atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
          }
        });
  }
}

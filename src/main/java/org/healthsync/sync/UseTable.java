package org.healthsync.sync;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import org.healthsync.fetch.UseRecord;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProviderId;

/**
 * {@link UseRecord} in PostgreSQL, by its clock alone. A row of provider and client {@code *} holds
 * for all.
 */
final class UseTable implements UseRecord {

  private static final String UNUSED =
      """
      select floor(extract(epoch from clock_timestamp() - max(used_until)) * 1000)::bigint
        from client_use where (provider, client) in ((?, ?), ('*', '*'))
      """;

  private static final String ANNOUNCE =
      """
      insert into client_use (provider, client, used_until)
        values (?, ?, clock_timestamp() + ? * interval '1 second')
        on conflict (provider, client)
        do update set used_until = greatest(client_use.used_until, excluded.used_until)
      """;

  private final Database database;

  /** In the table {@code client_use} of {@code database}. */
  UseTable(Database database) {
    this.database = database;
  }

  @Override
  public Duration unused(ProviderId provider, String client) {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement question = connection.prepareStatement(UNUSED)) {
            question.setString(1, provider.toString());
            question.setString(2, client);
            try (ResultSet answer = question.executeQuery()) {
              answer.next();
              long milliseconds = answer.getLong(1);
              return answer.wasNull() ? ALWAYS : Duration.ofMillis(Math.max(0, milliseconds));
            }
          }
        });
  }

  @Override
  public void announce(ProviderId provider, String client, Duration ahead) {
    database.inTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ANNOUNCE)) {
            statement.setString(1, provider.toString());
            statement.setString(2, client);
            statement.setLong(3, ahead.toSeconds());
            return statement.executeUpdate();
          }
        });
  }
}

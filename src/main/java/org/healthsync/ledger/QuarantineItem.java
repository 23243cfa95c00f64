package org.healthsync.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A part that could not go on, as operators see it: without the part itself.
 *
 * @param id stable while the same part keeps failing for the same reason
 * @param connection whose data it is
 * @param stage where it stopped
 * @param reason stable code
 * @param stream what was read
 * @param readingType what was measured, when known
 * @param sourceKey the provider's key, when known
 * @param pointer JSON pointer into the page, or the reference of the refused resource
 * @param message readable, without values
 * @param occurrences how often it was met
 * @param firstAt when it was first met
 * @param lastAt when it was last met
 */
public record QuarantineItem(
    UUID id,
    ConnectionId connection,
    Stage stage,
    String reason,
    String stream,
    @Nullable String readingType,
    @Nullable String sourceKey,
    @Nullable String pointer,
    String message,
    int occurrences,
    Instant firstAt,
    Instant lastAt) {

  /** From a row whose first columns are the components in their order. */
  static QuarantineItem of(ResultSet row) throws SQLException {
    return new QuarantineItem(
        row.getObject(1, UUID.class),
        new ConnectionId(row.getObject(2, UUID.class)),
        Stage.valueOf(row.getString(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getInt(10),
        Objects.requireNonNull(instant(row, 11)),
        Objects.requireNonNull(instant(row, 12)));
  }

  static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}

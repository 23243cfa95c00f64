package org.healthsync.override;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.healthsync.override.MappingVersion.Origin;

/** The table {@code mapping_version} inside the caller's transaction. */
final class VersionTable {

  private static final String COLUMNS =
      "select name, number, yaml, encode(sha256, 'hex'), origin, created_by, created_at, tenant_id"
          + " from mapping_version where name = ?";

  private static final String ADD =
      "insert into mapping_version (name, number, yaml, sha256, origin, created_by, created_at,"
          + " tenant_id) select ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?"
          + " from mapping_version"
          + " where name = ?";

  private VersionTable() {}

  /** The version with this text, stored if it is new. The caller holds the lock of mappings. */
  static MappingVersion add(
      Connection database, MappingName name, String yaml, Who who, Instant now)
      throws SQLException {
    Optional<MappingVersion> known = withText(database, name, yaml);
    if (known.isPresent()) {
      return known.get();
    }
    try (PreparedStatement statement = database.prepareStatement(ADD)) {
      statement.setString(1, name.text());
      statement.setString(2, yaml);
      statement.setBytes(3, sha256(yaml));
      statement.setString(4, who.origin().name());
      statement.setString(5, who.name());
      statement.setObject(6, now.atOffset(ZoneOffset.UTC));
      statement.setString(7, who.tenantOrNull());
      statement.setString(8, name.text());
      statement.executeUpdate();
    }
    return withText(database, name, yaml).orElseThrow();
  }

  static Optional<MappingVersion> withText(Connection database, MappingName name, String yaml)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(COLUMNS + " and sha256 = ?")) {
      statement.setString(1, name.text());
      statement.setBytes(2, sha256(yaml));
      return read(statement).stream().findFirst();
    }
  }

  static Optional<MappingVersion> find(Connection database, MappingName name, int number)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(COLUMNS + " and number = ?")) {
      statement.setString(1, name.text());
      statement.setInt(2, number);
      return read(statement).stream().findFirst();
    }
  }

  /** Newest first, numbers below {@code before}. */
  static List<MappingVersion> list(Connection database, MappingName name, int before, int limit)
      throws SQLException {
    try (PreparedStatement statement =
        database.prepareStatement(COLUMNS + " and number < ? order by number desc limit ?")) {
      statement.setString(1, name.text());
      statement.setInt(2, before);
      statement.setInt(3, limit);
      return read(statement);
    }
  }

  private static List<MappingVersion> read(PreparedStatement statement) throws SQLException {
    List<MappingVersion> versions = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        versions.add(
            new MappingVersion(
                new MappingName(row.getString(1)),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                new Who(
                    Who.tenant(row.getString(8)),
                    row.getString(6),
                    Origin.valueOf(row.getString(5))),
                row.getObject(7, OffsetDateTime.class).toInstant()));
      }
    }
    return versions;
  }

  static String hash(String yaml) {
    return HexFormat.of().formatHex(sha256(yaml));
  }

  private static byte[] sha256(String yaml) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(yaml.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

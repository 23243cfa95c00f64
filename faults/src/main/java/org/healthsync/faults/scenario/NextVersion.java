package org.healthsync.faults.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.healthsync.sandbox.stack.ServerFiles;

/**
 * The packaged server as its next version may be: of another name, with a schema that has grown.
 */
final class NextVersion {

  /** What it calls itself. */
  static final String NAME = "next";

  private static final String WAR = "apps/health-data-sync.war";
  private static final String MIGRATION = "WEB-INF/classes/db/migration/V9000__next_version.sql";
  private static final String SETTINGS = "WEB-INF/classes/META-INF/microprofile-config.properties";

  /** What a version may do to the schema while older ones run: add, and nothing else. */
  private static final String SCHEMA =
      """
      create table next_version (id bigint generated always as identity primary key, note text);
      alter table sync_request add column next_note text;
      alter table stream_state add column next_note text not null default '';
      alter table ledger add column next_note text;
      create index next_version_outbox on outbox (created_at);
      insert into next_version (note) values ('migrated');
      """;

  private NextVersion() {}

  /** Writes it into a folder that is not there yet. */
  static ServerFiles of(ServerFiles current, Path folder) {
    try (Stream<Path> files = Files.walk(current.template())) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(current.template().relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
      grow(folder.resolve(WAR));
    } catch (IOException e) {
      throw new UncheckedIOException("the next version cannot be written", e);
    }
    return new ServerFiles(current.runtime(), folder);
  }

  private static void grow(Path war) throws IOException {
    try (FileSystem inside = FileSystems.newFileSystem(war)) {
      Files.write(inside.getPath(MIGRATION), List.of(SCHEMA));
      Path settings = inside.getPath(SETTINGS);
      String renamed =
          Files.readString(settings)
              .replaceFirst("(?m)^healthsync\\.version=.*$", "healthsync.version=" + NAME);
      Files.writeString(settings, renamed);
    }
  }
}

package org.healthsync.sandbox.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * A second PostgreSQL that follows a first one: made from a base backup, as <a
 * href="https://www.postgresql.org/docs/current/continuous-archiving.html">chapter 25</a> of its
 * manual has it.
 *
 * @param data its folder
 * @param port where it will answer
 * @param command what runs it
 */
record Standby(Path data, int port, List<String> command) {

  /** Starts one that follows the server at {@code port}, whose files are in {@code data}. */
  static Standby of(DataSource primary, Path data, int port, List<String> command)
      throws SQLException {
    try {
      Path copy = Files.createTempDirectory("standby");
      backup(primary, data, copy);
      Files.createFile(copy.resolve("standby.signal"));
      Files.writeString(
          copy.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'%n".formatted(port),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      int own = FreePort.find();
      Standby standby =
          new Standby(
              copy,
              own,
              command.stream()
                  .map(part -> part.equals(data.toString()) ? copy.toString() : part)
                  .map(part -> part.equals(Integer.toString(port)) ? Integer.toString(own) : part)
                  .toList());
      standby.start();
      return standby;
    } catch (IOException e) {
      throw new UncheckedIOException("the files of PostgreSQL cannot be copied", e);
    }
  }

  private void start() throws IOException {
    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
  }

  /** While it goes on writing: what it says of the copy makes it whole. */
  private static void backup(DataSource primary, Path data, Path copy)
      throws SQLException, IOException {
    try (Connection connection = primary.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('standby', true)");
      Files.walkFileTree(data, new Copying(data, copy));
      try (ResultSet row =
          statement.executeQuery(
              "select labelfile from pg_backup_stop(wait_for_archive => false)")) {
        row.next();
        Files.writeString(copy.resolve("backup_label"), row.getString(1));
      }
    }
  }

  private static final class Copying extends SimpleFileVisitor<Path> {

    private final Path from;
    private final Path to;

    Copying(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      Path copy = to.resolve(from.relativize(folder));
      if (!copy.equals(to)) {
        Files.createDirectories(copy);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!file.getFileName().toString().startsWith("postmaster.")) {
        try {
          Files.copy(file, to.resolve(from.relativize(file)));
        } catch (NoSuchFileException e) {
          // it was a temporary one
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
      if (problem instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw problem;
    }
  }
}

package org.healthsync.openshift;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of this project. */
final class Project {

  // surefire says in which module it runs
  private static final Path ROOT =
      Path.of(System.getProperty("basedir")).resolve("..").toAbsolutePath().normalize();

  private Project() {}

  static Path path(String name) {
    return ROOT.resolve(name);
  }

  static String text(String name) {
    return text(path(name));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the files in a folder. */
  static List<String> files(String folder) {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All Java sources below a folder, as one text. */
  static String sources(String folder) {
    try (Stream<Path> files = Files.walk(path(folder))) {
      StringBuilder all = new StringBuilder();
      files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Project::text)
          .forEach(all::append);
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first group of the only match. */
  static String only(String text, String regex) {
    List<String> all = all(text, regex);
    if (all.size() != 1) {
      throw new AssertionError("expected " + regex + " once but found " + all);
    }
    return all.get(0);
  }

  /** The first group of all matches. */
  static List<String> all(String text, String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    return matcher.results().map((MatchResult match) -> match.group(1)).toList();
  }

  /** Where the server listens unless told otherwise. */
  static int serverPort() {
    return Integer.parseInt(
        only(
            text("liberty/src/main/liberty/config/server.xml"),
            "<variable name=\"http\\.port\" defaultValue=\"(\\d+)\"/>"));
  }
}

package org.healthsync.override;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a mapping directory: {@code fhir.yaml} and {@code <provider>/<stream>.yaml}. A
 * ConfigMap cannot hold folders, so {@code <provider>.<stream>.yaml} is the same. Hidden files are
 * not looked at; a ConfigMap's own folders are such.
 */
public final class MappingFolder {

  private static final System.Logger LOG = System.getLogger(MappingFolder.class.getName());
  private static final String END = ".yaml";
  private static final long MAX_BYTES = 1 << 20;

  private static final String NO_YAML = "\u0000";

  private final @Nullable Path root;

  /** Below {@code root}, which may be missing; null for no directory at all. */
  public MappingFolder(@Nullable Path root) {
    this.root = root;
  }

  /**
   * Texts by the path below the root, with {@code /} between folder and file; empty when the root
   * is missing or cannot be read at this moment.
   */
  Optional<Map<String, String>> read() {
    Path folder = root;
    Map<String, String> texts = new TreeMap<>();
    if (folder == null || !Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.walk(folder, 2, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : found.filter(file -> isWanted(folder.relativize(file), file)).toList()) {
        texts.put(pathOf(folder.relativize(file)), text(file));
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(
          System.Logger.Level.WARNING, "the mapping directory cannot be read: {0}", e.getClass());
      return Optional.empty();
    }
    return Optional.of(texts);
  }

  /** The mapping that a file is for, by its path below the root. */
  static MappingName nameOf(String path) {
    String name = path.substring(0, path.length() - END.length());
    return new MappingName(name.contains("/") ? name : name.replaceFirst("\\.", "/"));
  }

  private static boolean isWanted(Path path, Path file) {
    for (Path part : path) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return Files.isRegularFile(file) && file.toString().endsWith(END);
  }

  private static String pathOf(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      return NO_YAML; // refused with its name
    }
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (MalformedInputException e) {
      return NO_YAML;
    }
  }
}

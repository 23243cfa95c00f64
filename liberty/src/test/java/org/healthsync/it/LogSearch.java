package org.healthsync.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthsync.sandbox.withings.CloudUser;

/**
 * Looks for tokens, secrets, account names and measured values in everything a service logged:
 * console, messages, trace and first-failure dumps.
 */
final class LogSearch {

  /**
   * End of a token that nobody signed. The server's own dumps quote a token that it refuses for its
   * signature; that one opens nothing, so it is let pass there, and only there.
   */
  private static final String UNSIGNED = "UNSIGNED";

  private static final String A_JWT = "eyJ[A-Za-z0-9_-]{10,}\\.";

  private static final Pattern REFUSED =
      Pattern.compile(A_JWT + "[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*" + UNSIGNED);

  private static final Pattern DUMP = Pattern.compile("(trace|ffdc|exception_summary).*");

  private final Path folder;
  private final Map<String, Pattern> forbidden;

  private LogSearch(Path folder, Map<String, Pattern> forbidden) {
    this.folder = folder;
    this.forbidden = Map.copyOf(forbidden);
  }

  /**
   * What must not show.
   *
   * @param folder in which replicas have their own
   * @param secrets settings that are secret
   * @param accounts the vendor's users
   */
  static LogSearch of(Path folder, Set<String> secrets, List<CloudUser> accounts) {
    Map<String, Pattern> forbidden = new LinkedHashMap<>();
    forbidden.put("a JWT", Pattern.compile(A_JWT));
    // the sandbox's codes, tokens and device ids; EclipseLink's version ends in such digits too
    forbidden.put(
        "a token, code or device id of the provider",
        Pattern.compile("(?<!v\\d{12}-)(?<![0-9a-fA-F])[0-9a-f]{40}(?![0-9a-fA-F])"));
    forbidden.put("a secret setting", anyOf(secrets.stream()));
    forbidden.put(
        "an account at the provider",
        anyOf(accounts.stream().map(account -> Long.toString(account.userId()))));
    forbidden.put("a measured value", anyOf(Planted.forms()));
    return new LogSearch(folder, forbidden);
  }

  /** The token with another signature, which {@link #findings} lets pass in the server's dumps. */
  static String unsigned(String token) {
    return token.substring(0, token.length() - UNSIGNED.length()) + UNSIGNED;
  }

  private static Pattern anyOf(Stream<String> texts) {
    return Pattern.compile(
        texts.map(Pattern::quote).reduce((one, other) -> one + "|" + other).orElseThrow());
  }

  /** Where something was found, without what was found. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (Path file : files()) {
      int number = 0;
      for (String line : lines(file)) {
        number++;
        for (Map.Entry<String, Pattern> entry : forbidden.entrySet()) {
          if (entry.getValue().matcher(line).find()) {
            findings.add(folder.relativize(file) + ":" + number + " holds " + entry.getKey());
          }
        }
      }
    }
    return findings;
  }

  /** All that every replica logged. */
  List<Path> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("(console|messages|trace|ffdc|exception_summary).*\\.log"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the logs cannot be listed", e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      // any byte is a character here, whatever a log holds
      List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      if (DUMP.matcher(file.getFileName().toString()).matches()) {
        lines.replaceAll(line -> REFUSED.matcher(line).replaceAll(""));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("a log cannot be read", e);
    }
  }
}

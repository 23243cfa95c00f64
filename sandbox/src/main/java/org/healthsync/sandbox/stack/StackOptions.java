package org.healthsync.sandbox.stack;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stack is made of.
 *
 * @param files the packaged server
 * @param work folder for the replicas' files; made if missing
 * @param users people with accounts at the simulated cloud
 * @param firstDay first day of their data; null for two years ago
 * @param fhir a FHIR server to deliver to; null for a bundled one
 * @param refreshGrace whether a used refresh token of the cloud works a while longer
 * @param settings further settings of the service, in environment form
 */
public record StackOptions(
    ServerFiles files,
    Path work,
    int users,
    @Nullable LocalDate firstDay,
    @Nullable URI fhir,
    boolean refreshGrace,
    Map<String, String> settings) {

  /** Copies the settings. */
  public StackOptions {
    settings = Map.copyOf(settings);
  }

  /** One user, two years, bundled FHIR server. */
  public static StackOptions of(ServerFiles files, Path work) {
    return new StackOptions(files, work, 1, null, null, true, Map.of());
  }

  /** With other people. */
  public StackOptions withUsers(int number) {
    return new StackOptions(files, work, number, firstDay, fhir, refreshGrace, settings);
  }

  /** With less or more history. */
  public StackOptions withFirstDay(LocalDate day) {
    return new StackOptions(files, work, users, day, fhir, refreshGrace, settings);
  }

  /** With a FHIR server that runs already. */
  public StackOptions withFhir(@Nullable URI server) {
    return new StackOptions(files, work, users, firstDay, server, refreshGrace, settings);
  }

  /** With refresh tokens that work exactly once. */
  public StackOptions withSingleUseRefreshTokens() {
    return new StackOptions(files, work, users, firstDay, fhir, false, settings);
  }

  /** With further settings of the service. */
  public StackOptions withSettings(Map<String, String> more) {
    return new StackOptions(files, work, users, firstDay, fhir, refreshGrace, more);
  }
}

package org.healthsync.sandbox.stack;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.healthsync.sandbox.withings.WithingsCloudOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a stack is made of.
 *
 * @param files the packaged server
 * @param work folder for the replicas' files; made if missing
 * @param fhir a FHIR server to deliver to; null for a bundled one
 * @param cloud how the simulated cloud differs from one user with two years of data
 * @param settings further settings of the service, in environment form
 */
public record StackOptions(
    ServerFiles files,
    Path work,
    @Nullable URI fhir,
    UnaryOperator<WithingsCloudOptions.Builder> cloud,
    Map<String, String> settings) {

  /** Copies the settings. */
  public StackOptions {
    settings = Map.copyOf(settings);
  }

  /** One user, two years, bundled FHIR server. */
  public static StackOptions of(ServerFiles files, Path work) {
    return new StackOptions(files, work, null, cloud -> cloud, Map.of());
  }

  /** With other people. */
  public StackOptions withUsers(int number) {
    return withCloud(cloud -> cloud.users(number));
  }

  /** With less or more history. */
  public StackOptions withFirstDay(LocalDate day) {
    return withCloud(cloud -> cloud.start(day));
  }

  /** With a FHIR server that runs already. */
  public StackOptions withFhir(@Nullable URI server) {
    return new StackOptions(files, work, server, cloud, settings);
  }

  /** With refresh tokens that work exactly once. */
  public StackOptions withSingleUseRefreshTokens() {
    return withCloud(cloud -> cloud.refreshGrace(false));
  }

  /** With a cloud that differs further, on top of how it differs already. */
  public StackOptions withCloud(UnaryOperator<WithingsCloudOptions.Builder> change) {
    return new StackOptions(
        files, work, fhir, builder -> change.apply(cloud.apply(builder)), settings);
  }

  /** With further settings of the service. */
  public StackOptions withSettings(Map<String, String> more) {
    return new StackOptions(files, work, fhir, cloud, more);
  }
}

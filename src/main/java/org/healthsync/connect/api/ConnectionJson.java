package org.healthsync.connect.api;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.NotificationStates;
import org.healthsync.connect.StreamProgress.Progress;
import org.jspecify.annotations.Nullable;

/**
 * A connection, as the API shows it.
 *
 * @param id of the connection
 * @param userId the tenant's own name of the user
 * @param provider id of the provider
 * @param status where it is in its life
 * @param grantedScopes what the person granted, sorted
 * @param notifications whether the provider notifies of new data; only of an active connection
 * @param streams where its streams are, by name
 * @param createdAt when it was begun
 * @param updatedAt when it last changed
 */
@Schema(name = "Connection")
public record ConnectionJson(
    @Schema(example = "7f3f2a54-6d3c-4b7f-9a5e-0d5b6d0f4c11") String id,
    @Schema(example = "u-17") String userId,
    @Schema(example = "withings") String provider,
    ConnectionStatus status,
    @Schema(example = "[\"user.activity\", \"user.metrics\"]") List<String> grantedScopes,
    NotificationStates.State notifications,
    List<StreamJson> streams,
    Instant createdAt,
    Instant updatedAt) {

  /** Copies the lists. */
  public ConnectionJson {
    grantedScopes = List.copyOf(grantedScopes);
    streams = List.copyOf(streams);
  }

  /**
   * One stream.
   *
   * @param name of the stream
   * @param cursorAt when its cursor last moved
   * @param lastSuccessAt when it was last read to its end
   * @param lastError code of the last failure, null after a success
   */
  @Schema(name = "Stream")
  public record StreamJson(
      @Schema(example = "measures") String name,
      @Nullable Instant cursorAt,
      @Nullable Instant lastSuccessAt,
      @Schema(example = "THROTTLED") @Nullable String lastError) {}

  static ConnectionJson of(
      AccountConnection connection,
      List<Progress> streams,
      NotificationStates.State notifications) {
    return new ConnectionJson(
        connection.id().toString(),
        connection.user().value(),
        connection.provider().value(),
        connection.status(),
        connection.grantedScopes().stream().sorted().toList(),
        notifications,
        streams.stream()
            .map(
                stream ->
                    new StreamJson(
                        stream.name(),
                        stream.cursorAt(),
                        stream.lastSuccessAt(),
                        stream.lastError()))
            .sorted(java.util.Comparator.comparing(StreamJson::name))
            .toList(),
        connection.createdAt(),
        connection.updatedAt());
  }
}

package org.healthsync.sync.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.ledger.QuarantineFilter;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.Stage;
import org.healthsync.platform.api.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What of quarantine is tried again.
 *
 * @param all true for everything; then nothing else may be given
 * @param stage only what stopped there
 * @param reason only with this code
 * @param connection only of this connection
 */
@Schema(name = "ReplayRequest", example = "{\"reason\":\"out-of-range\"}")
public record ReplayBody(
    @Nullable Boolean all,
    @Nullable String stage,
    @Nullable String reason,
    @Nullable String connection) {

  QuarantineFilter filter() {
    boolean narrowed = stage != null || reason != null || connection != null;
    if (Boolean.TRUE.equals(all) == narrowed) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD,
          "Say stage, reason or connection, or all: true and nothing else",
          "all");
    }
    return new QuarantineFilter(
        Fields.optional("connection", connection, ConnectionId::parse, "a connection's id")
            .orElse(null),
        Fields.optional("stage", stage, Stage::valueOf, "FETCH, MAP, VALIDATE or DELIVER")
            .orElse(null),
        Fields.text("reason", reason).orElse(null));
  }
}

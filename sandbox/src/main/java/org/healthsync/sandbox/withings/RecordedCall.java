package org.healthsync.sandbox.withings;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that a client made.
 *
 * @param atMillis when, in epoch milliseconds of the cloud's clock
 * @param action last part of the path and the action ("measure/getmeas"), or "unknown"
 * @param user whose token it carried; null without a valid one
 * @param outcome the in-body status as text ("0", "601"), or the name of the fault that struck
 * @param parameters as sent, without secrets, codes, tokens, nonces and signatures
 */
public record RecordedCall(
    long atMillis,
    String action,
    @Nullable Long user,
    String outcome,
    Map<String, String> parameters) {

  public RecordedCall {
    parameters = Map.copyOf(parameters);
  }
}

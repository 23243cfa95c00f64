package org.healthsync.sync.api;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.override.Activation;
import org.jspecify.annotations.Nullable;

/**
 * A mapping was put to work.
 *
 * @param sequence rises with every activation of any mapping
 * @param version the kept version; null for the shipped one
 * @param origin API or DIRECTORY
 * @param actor who did it
 * @param reason in the actor's words
 * @param at when
 */
@Schema(name = "MappingActivation")
public record ActivationJson(
    long sequence,
    @Nullable Integer version,
    String origin,
    String actor,
    String reason,
    Instant at) {

  static ActivationJson of(Activation activation) {
    return new ActivationJson(
        activation.sequence(),
        activation.version(),
        activation.origin().name(),
        activation.actor(),
        activation.reason(),
        activation.at());
  }
}

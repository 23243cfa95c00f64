package org.healthsync.sync.api;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.override.Activation;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A mapping was put to work.
 *
 * @param sequence rises with every activation of any mapping
 * @param version the kept version; null for the shipped one
 * @param origin API or DIRECTORY
 * @param actor who did it; null when it was somebody of another tenant
 * @param reason in the actor's words; null when that was somebody of another tenant
 * @param at when
 */
@Schema(name = "MappingActivation")
public record ActivationJson(
    long sequence,
    @Nullable Integer version,
    String origin,
    @Nullable String actor,
    @Nullable String reason,
    Instant at) {

  static ActivationJson of(Activation activation, TenantId asking) {
    boolean known = activation.by().isKnownTo(asking);
    return new ActivationJson(
        activation.sequence(),
        activation.version(),
        activation.by().origin().name(),
        known ? activation.by().name() : null,
        known ? activation.reason() : null,
        activation.at());
  }
}

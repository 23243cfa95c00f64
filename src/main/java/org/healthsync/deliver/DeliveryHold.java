package org.healthsync.deliver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection's delivery waits.
 *
 * @param error code such as {@code patient-not-found}, {@code busy} or {@code timeout}
 * @param notBefore when it is tried again
 */
public record DeliveryHold(String error, @Nullable Instant notBefore) {}

package org.healthsync.sync.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is to be mapped again.
 *
 * @param provider whose pages
 * @param stream which stream; all when left out
 * @param from pages fetched then or later
 * @param to pages fetched before; now when left out
 */
@Schema(
    name = "ReapplicationRequest",
    example = "{\"provider\":\"withings\",\"from\":\"2026-10-01T00:00:00Z\"}")
public record ReapplicationBody(
    @Nullable String provider,
    @Nullable String stream,
    @Nullable String from,
    @Nullable String to) {}

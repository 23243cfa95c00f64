package org.healthsync.archive;

import java.time.Instant;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.PageId;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * An archived page without its content.
 *
 * @param id ours
 * @param connection whose data
 * @param stream what was read
 * @param fetchedAt when the provider answered
 * @param window what was asked for; null for "what is new"
 * @param size bytes of the payload as received
 * @param pluginVersion version of the plugin that fetched it
 * @param mappingVersion mapping that mapped it first
 */
public record PageHead(
    PageId id,
    ConnectionId connection,
    String stream,
    Instant fetchedAt,
    @Nullable Window window,
    int size,
    String pluginVersion,
    String mappingVersion) {}

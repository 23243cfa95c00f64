package org.healthsync.archive;

import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * A page to be archived.
 *
 * @param tenant whose
 * @param connection of which account
 * @param stream what was read
 * @param request what it was fetched for
 * @param window what was asked for; null for "what is new"
 * @param raw the page
 * @param pluginVersion version of the plugin that fetched it
 * @param mappingVersion mapping that maps it
 * @param polled whether we asked for it: the same answer again is the page that we have. What was
 *     sent to us may come late, so each counts at its own time
 */
public record NewPage(
    TenantId tenant,
    ConnectionId connection,
    String stream,
    RequestId request,
    @Nullable Window window,
    RawPage raw,
    String pluginVersion,
    String mappingVersion,
    boolean polled) {}

/** The faces of the flow: syncs, providers, plugins, quarantine, health and metrics. */
@NullMarked
package org.healthsync.sync.api;

import org.jspecify.annotations.NullMarked;

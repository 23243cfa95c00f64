/**
 * A simulated Withings cloud: consent, tokens, paged reads, notifications, rate limit and faults
 * over real HTTP, with made-up people behind it. Start one with {@link
 * org.healthsync.sandbox.withings.WithingsCloud}; steer it with {@link
 * org.healthsync.sandbox.withings.SandboxControl}.
 */
@NullMarked
package org.healthsync.sandbox.withings;

import org.jspecify.annotations.NullMarked;

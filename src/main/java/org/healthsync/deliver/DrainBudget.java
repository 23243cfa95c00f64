package org.healthsync.deliver;

import java.time.Duration;

/**
 * How much one drain may do; it stops at the end of the bundle that reaches a limit.
 *
 * @param entries versions to settle
 * @param time to spend
 */
public record DrainBudget(int entries, Duration time) {}

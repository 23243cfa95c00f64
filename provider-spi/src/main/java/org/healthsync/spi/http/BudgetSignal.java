package org.healthsync.spi.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of a budget.
 *
 * @param budget name of the budget
 * @param period which of its windows; null when the provider does not say
 * @param limit permits per window, or null when untold
 * @param remaining permits left, or null when untold
 * @param resetAfter time until the window is full again, or null when untold
 */
public record BudgetSignal(
    String budget,
    @Nullable Duration period,
    @Nullable Long limit,
    @Nullable Long remaining,
    @Nullable Duration resetAfter) {}

package org.healthsync.map;

import org.healthsync.spi.stream.RawPage;
import org.jspecify.annotations.Nullable;

/**
 * A page that a mapping file brings along, and what the file makes of it. Examples prove a file
 * before it takes effect.
 *
 * @param name what it shows, for people
 * @param line line in the file, counted from 1
 * @param page the page, with made-up values
 * @param readings how many readings it gives; null when any number but none is right
 * @param problems how many parts of it cannot be mapped
 * @param skipped how many parts of it are left out on purpose
 */
public record MappingExample(
    String name, int line, RawPage page, @Nullable Integer readings, int problems, int skipped) {}

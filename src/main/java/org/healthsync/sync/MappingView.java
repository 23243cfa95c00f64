package org.healthsync.sync;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.platform.FileMistake;
import org.jspecify.annotations.Nullable;

/**
 * A mapping as the API shows it.
 *
 * @param name {@code withings/measures}, or {@code fhir}; of a refused file its path
 * @param status ACTIVE; BROKEN: its streams wait; REFUSED: a file that is not used
 * @param version the kept version at work; null for the shipped one
 * @param origin API or DIRECTORY; null for the shipped one
 * @param since when it was put to work; null when nothing else ever was
 * @param shippedVersion what the service or the plugin ships
 * @param mistakes what is wrong with it, when it is broken or refused
 */
@Schema(name = "Mapping")
public record MappingView(
    String name,
    String status,
    @Nullable Integer version,
    @Nullable String origin,
    @Nullable Instant since,
    @Nullable String shippedVersion,
    List<FileMistake> mistakes) {}

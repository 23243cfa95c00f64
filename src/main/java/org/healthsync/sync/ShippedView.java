package org.healthsync.sync;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A shipped mapping.
 *
 * @param mappingVersion as Provenance shows it
 * @param yaml its text
 */
@Schema(name = "ShippedMapping")
public record ShippedView(String mappingVersion, String yaml) {}

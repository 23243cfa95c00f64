package org.healthsync.sync.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A kept version of a mapping with its text.
 *
 * @param version all about it
 * @param yaml its text
 */
@Schema(name = "MappingVersionText")
public record VersionText(@JsonUnwrapped VersionJson version, String yaml) {}

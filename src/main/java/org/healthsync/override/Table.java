package org.healthsync.override;

import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.validate.ResourceValidator;

/**
 * A table of reading types, ready for use.
 *
 * @param mapping the table
 * @param renderer renders by it
 * @param validator knows its own codes
 */
public record Table(FhirMapping mapping, FhirRenderer renderer, ResourceValidator validator) {}

/**
 * The offline tool {@code map}: what a plugin's mapping makes of a page, as readings or as FHIR R5,
 * without a service. Its classes are not an API; the command line is.
 */
@NullMarked
package org.healthsync.testkit.map;

import org.jspecify.annotations.NullMarked;

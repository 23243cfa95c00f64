/**
 * Mapping files: YAML with places for messages, compiled to a {@link org.healthsync.map.plan.Plan}.
 */
@NullMarked
package org.healthsync.map.file;

import org.jspecify.annotations.NullMarked;

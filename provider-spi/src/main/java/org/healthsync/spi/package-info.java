/** The contract between the service and a provider plugin. */
@NullMarked
package org.healthsync.spi;

import org.jspecify.annotations.NullMarked;

/** The public address to which providers send notifications. */
@NullMarked
package org.healthsync.notify.api;

import org.jspecify.annotations.NullMarked;

/**
 * Inbound notifications: providers are asked for them, they are received, kept until they are done,
 * and lead to work.
 */
@NullMarked
package org.healthsync.notify;

import org.jspecify.annotations.NullMarked;

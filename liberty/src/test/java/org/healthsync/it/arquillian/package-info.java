/** The application inside the real server, tested from within and from without. */
@org.jspecify.annotations.NullMarked
package org.healthsync.it.arquillian;

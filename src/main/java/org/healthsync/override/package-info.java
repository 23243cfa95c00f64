/**
 * Mappings of operators in the place of the shipped ones: their versions, which of them is at work,
 * what they do to a page, and the directory that they may lie in.
 */
@NullMarked
package org.healthsync.override;

import org.jspecify.annotations.NullMarked;

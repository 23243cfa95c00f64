/** What is shipped to a cluster is checked against what the build makes and the service reads. */
@org.jspecify.annotations.NullMarked
package org.healthsync.openshift;

package org.healthsync.platform.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource that providers call. They push data of a size that is theirs to choose, so its bodies
 * have a limit of their own, {@link ApiSettings#maxNotificationBytes}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FromProviders {}

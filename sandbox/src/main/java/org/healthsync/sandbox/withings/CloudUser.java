package org.healthsync.sandbox.withings;

/**
 * A made-up account holder.
 *
 * @param userId the vendor's number for the account
 * @param timezone IANA name of the zone the person lives in
 */
public record CloudUser(long userId, String name, String timezone) {}

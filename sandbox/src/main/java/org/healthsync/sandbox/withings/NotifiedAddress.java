package org.healthsync.sandbox.withings;

import java.net.URI;

/**
 * Where an application wants to hear of an account.
 *
 * @param url the callback
 * @param appli the category of data
 */
public record NotifiedAddress(URI url, int appli) {}

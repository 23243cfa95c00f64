package org.healthsync.map.fhir;

/**
 * What made the resources of a page, as Provenance tells it.
 *
 * @param service reference to the Device of this service, such as {@code Device/<id>}
 * @param plugin id and version of the plugin that fetched and mapped it, such as {@code
 *     withings@1.0.0}
 * @param mapping version of the mapping
 */
public record MadeBy(String service, String plugin, String mapping) {}

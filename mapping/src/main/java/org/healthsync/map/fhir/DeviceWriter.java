package org.healthsync.map.fhir;

import java.util.Map;
import java.util.UUID;
import org.healthsync.spi.reading.DeviceOfOrigin;

/**
 * Writes Devices: the instrument that measured, and the software that passed its values on. Battery
 * and last contact are left out on purpose; they would make a new version every day.
 */
public final class DeviceWriter {

  private static final String KIND = "device";

  /** Kinds of instruments by MDC code; a kind without one, as a watch, is told as text. */
  private static final Map<String, String> MDC_KINDS =
      Map.of(
          "weight-scale", "528399",
          "body-composition-scale", "528404",
          "blood-pressure-monitor", "528391",
          "pulse-oximeter", "528388",
          "thermometer", "528392",
          "ecg", "528390",
          "glucose-meter", "528401",
          "continuous-glucose-monitor", "528409",
          "step-counter", "528484");

  private final ResourceContext context;

  /**
   * Writes for one account.
   *
   * @param context whose devices they are
   */
  public DeviceWriter(ResourceContext context) {
    this.context = context;
  }

  static UUID id(ResourceContext context, DeviceOfOrigin device) {
    return ResourceIds.of(context, KIND, device.id());
  }

  /** The instrument that measured. */
  public FhirResource instrument(DeviceOfOrigin device) {
    CanonicalJson json = new CanonicalJson();
    String system = context.names().identifiers(context.provider(), KIND);
    identifier(json, system, ResourceIds.accountHash(context) + "/" + device.id());
    json.optional("displayName", device.model()).optional("manufacturer", device.manufacturer());
    json.optional("modelNumber", device.model());
    String kind = device.kind();
    if (kind != null) {
      json.array("type").object();
      String code = MDC_KINDS.get(kind);
      if (code != null) {
        json.array("coding").coding(Vocabularies.MDC, code, null).endArray();
      }
      json.string("text", kind.replace('-', ' ')).end().endArray();
    }
    return resource(id(context, device), device.id(), json.finish());
  }

  /** The provider's cloud, the author of what it sends. One per tenant and provider. */
  public FhirResource providerSoftware() {
    CanonicalJson json = new CanonicalJson();
    identifier(json, context.base() + "/fhir/sid/provider", context.provider());
    json.string("displayName", context.provider());
    category(json);
    UUID id = ResourceIds.of(context.tenant(), context.provider(), "provider-software");
    return resource(id, "provider-software", json.finish());
  }

  /**
   * This service, the assembler of the resources. One per tenant.
   *
   * @param version of the service
   */
  public FhirResource serviceSoftware(String version) {
    CanonicalJson json = new CanonicalJson();
    identifier(json, context.base() + "/fhir/sid/service", "health-data-sync");
    json.string("displayName", "Health Data Sync");
    json.array("version").object().string("value", version).end().endArray();
    category(json);
    return resource(serviceId(), "service-software", json.finish());
  }

  UUID serviceId() {
    return ResourceIds.of(context.tenant(), "service-software");
  }

  private static void identifier(CanonicalJson json, String system, String value) {
    json.array("identifier").object().string("system", system).string("value", value);
    json.end().endArray();
  }

  private static void category(CanonicalJson json) {
    json.array("category").object().array("coding");
    json.coding(Vocabularies.DEVICE_CATEGORY, "software", null).endArray().end().endArray();
  }

  private static FhirResource resource(UUID id, String sourceKey, String content) {
    return Envelope.wrap("Device", id, KIND, sourceKey, "active", null, content, null, false);
  }
}

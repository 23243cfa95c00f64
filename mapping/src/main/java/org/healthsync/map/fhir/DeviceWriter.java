package org.healthsync.map.fhir;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Writes Devices: the instrument that measured, and the software that passed its values on. Battery
 * and last contact are left out on purpose; they would make a new version every day.
 */
public final class DeviceWriter {

  private static final String KIND = "device";

  /** Kinds of instruments by MDC code; any other kind is told as text. */
  static final Map<String, String> MDC_KINDS =
      Map.of(
          "weight-scale", "528399",
          "body-composition-scale", "528404",
          "blood-pressure-monitor", "528391",
          "pulse-oximeter", "528388",
          "thermometer", "528392",
          "ecg", "528390",
          "glucose-meter", "528401",
          "continuous-glucose-monitor", "528409",
          "insulin-pump", "528403",
          "step-counter", "528484");

  /** Kinds that MDC has no code for but the generic one; each is a code of our own as well. */
  static final Set<String> OWN_KINDS = Set.of("watch", "ring", "band", "sleep-monitor", "phone");

  static final String GENERIC = "528457";
  static final String SOFTWARE = "531975";
  static final String FIRMWARE = "531976";

  private final ResourceContext context;
  private final Map<DeviceOfOrigin, FhirResource> instruments = new HashMap<>();

  /**
   * Writes for one account.
   *
   * @param context whose devices they are
   */
  public DeviceWriter(ResourceContext context) {
    this.context = context;
  }

  String reference(DeviceOfOrigin device) {
    return instrument(device).reference();
  }

  private static UUID id(ResourceContext context, DeviceOfOrigin device) {
    return ResourceIds.of(context, KIND, device.id());
  }

  /** The instrument that measured. A page names few, and each of them often. */
  public FhirResource instrument(DeviceOfOrigin device) {
    return instruments.computeIfAbsent(device, this::written);
  }

  private FhirResource written(DeviceOfOrigin device) {
    CanonicalJson json = new CanonicalJson();
    String system = context.names().identifiers(context.provider(), KIND);
    identifier(json, system, ResourceIds.accountHash(context) + "/" + device.id());
    String model = device.model();
    json.optional("displayName", model).optional("manufacturer", device.manufacturer());
    json.optional("serialNumber", device.serialNumber());
    if (model != null) {
      json.array("name").object().string("value", model).string("type", "user-friendly-name");
      json.bool("display", true).end().endArray();
    }
    json.optional("modelNumber", model);
    kind(json, device.kind());
    versions(json, device);
    return resource(id(context, device), device.id(), json.finish());
  }

  private void kind(CanonicalJson json, @Nullable String kind) {
    if (kind == null) {
      return;
    }
    json.array("type").object();
    String code = MDC_KINDS.get(kind);
    if (code != null) {
      json.array("coding").coding(Vocabularies.MDC, code, null).endArray();
    } else if (OWN_KINDS.contains(kind)) {
      String system = context.names().codeSystem(OwnTerminology.DEVICE_KINDS);
      json.array("coding").coding(Vocabularies.MDC, GENERIC, null);
      json.coding(system, kind, null).endArray();
    }
    json.string("text", kind.replace('-', ' ')).end().endArray();
  }

  private static void versions(CanonicalJson json, DeviceOfOrigin device) {
    if (device.software() == null && device.firmware() == null) {
      return;
    }
    json.array("version");
    version(json, SOFTWARE, device.software());
    version(json, FIRMWARE, device.firmware());
    json.endArray();
  }

  private static void version(CanonicalJson json, String type, @Nullable String version) {
    if (version != null) {
      json.object().concept("type", Vocabularies.MDC, type).string("value", version).end();
    }
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
   * This service, the assembler of the resources. One per tenant and version: what a version made
   * stays made by it, and two that run at the same time during an upgrade do not rewrite each
   * other's.
   *
   * @param version of the service
   */
  public FhirResource serviceSoftware(String version) {
    CanonicalJson json = new CanonicalJson();
    identifier(json, context.base() + "/fhir/sid/service", "health-data-sync@" + version);
    json.string("displayName", "Health Data Sync");
    json.array("version").object().string("value", version).end().endArray();
    category(json);
    UUID id = ResourceIds.of(context.tenant(), "service-software", version);
    return resource(id, "service-software", json.finish());
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

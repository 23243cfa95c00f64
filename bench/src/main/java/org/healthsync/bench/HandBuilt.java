package org.healthsync.bench;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.hl7.fhir.r5.model.CodeType;
import org.hl7.fhir.r5.model.CodeableConcept;
import org.hl7.fhir.r5.model.DateTimeType;
import org.hl7.fhir.r5.model.Device;
import org.hl7.fhir.r5.model.Enumerations;
import org.hl7.fhir.r5.model.Extension;
import org.hl7.fhir.r5.model.Observation;
import org.hl7.fhir.r5.model.Quantity;
import org.hl7.fhir.r5.model.Reference;
import org.hl7.fhir.r5.model.Resource;

/**
 * The peer: the same resources as a programmer writes them for one vendor with Jackson's tree and
 * HAPI's model. Ids and account hash are given to it, so it saves their computation.
 */
final class HandBuilt {

  private static final String BASE = OurWay.CONTEXT.base() + "/fhir/";
  private static final String EXTENSIONS = BASE + "StructureDefinition/";
  private static final String LOINC = "http://loinc.org";
  private static final String MDC = "urn:iso:std:iso:11073:10101";
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final TimeZone PARIS_CLOCK = TimeZone.getTimeZone(PARIS);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final Map<String, String> ids;
  private final String account;
  private final IParser parser = FhirContext.forR5Cached().newJsonParser();

  /**
   * Builds with known identities.
   *
   * @param ids FHIR ids by {@code reading type/source key}
   * @param account hash of the account, as it stands in identifiers
   */
  HandBuilt(Map<String, String> ids, String account) {
    this.ids = Map.copyOf(ids);
    this.account = account;
  }

  /** The texts of all resources of a page. */
  List<String> encode(byte[] page) {
    List<String> texts = new ArrayList<>();
    resources(page).forEach(resource -> texts.add(parser.encodeResourceToString(resource)));
    return texts;
  }

  private List<Resource> resources(byte[] page) {
    JsonNode groups;
    try {
      groups = JSON.readTree(page).path("body").path("measuregrps");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Resource> devices = new LinkedHashMap<>();
    List<Resource> all = new ArrayList<>();
    for (JsonNode group : groups) {
      String device = group.path("deviceid").asText();
      devices.computeIfAbsent(device, unknown -> device(group, unknown));
      if (group.path("modelid").asInt() == 45) {
        all.add(bloodPressure(group, device));
      } else {
        group.path("measures").forEach(measure -> all.add(single(group, measure, device)));
      }
    }
    all.addAll(0, devices.values());
    return all;
  }

  private Device device(JsonNode group, String id) {
    Device device = new Device();
    device.setId(ids.get("device/" + id));
    device.addIdentifier().setSystem(BASE + "sid/withings/device").setValue(account + "/" + id);
    device.setStatus(Device.FHIRDeviceStatus.ACTIVE);
    device.setDisplayName(group.path("model").asText());
    device.setManufacturer("Withings").setModelNumber(group.path("model").asText());
    device
        .addName()
        .setValue(group.path("model").asText())
        .setType(Enumerations.DeviceNameType.USERFRIENDLYNAME)
        .setDisplay(true);
    CodeableConcept type = device.addType();
    switch (group.path("modelid").asInt()) {
      case 18 -> type.setText("weight scale").addCoding().setSystem(MDC).setCode("528399");
      case 45 ->
          type.setText("blood pressure monitor").addCoding().setSystem(MDC).setCode("528391");
      default -> {
        type.setText("watch").addCoding().setSystem(MDC).setCode("528457");
        type.addCoding().setSystem(BASE + "CodeSystem/device-kind").setCode("watch");
      }
    }
    return device;
  }

  private Observation single(JsonNode group, JsonNode measure, String device) {
    Single kind = Single.of(measure.path("type").asInt());
    String key = group.path("grpid").asText() + "/" + kind.type;
    Observation observation = observation(group, kind.reading, key, kind.category, device);
    if (kind.profile != null) {
      observation.getMeta().addProfile("http://hl7.org/fhir/StructureDefinition/" + kind.profile);
    }
    CodeableConcept code = observation.getCode().setText(kind.text);
    code.addCoding().setSystem(LOINC).setCode(kind.loinc).setDisplay(kind.display);
    if (kind.second != null) {
      code.addCoding().setSystem(LOINC).setCode(kind.second).setDisplay(kind.secondDisplay);
    }
    if (kind.mdc != null) {
      code.addCoding().setSystem(MDC).setCode(kind.mdc);
    }
    if (kind.impedance) {
      if (kind == Single.FAT_PERCENTAGE) {
        code.addCoding().setSystem(LOINC).setCode("77233-5");
      }
      observation
          .getMethod()
          .setText("bioelectrical impedance")
          .addCoding()
          .setSystem(BASE + "CodeSystem/technique")
          .setCode("bioelectrical-impedance")
          .setDisplay("Bioelectrical impedance analysis");
    }
    observation.setValue(quantity(measure, kind.unit, kind.unitText));
    return observation;
  }

  private Observation bloodPressure(JsonNode group, String device) {
    String key = group.path("grpid").asText() + "/bp";
    Observation panel = observation(group, "blood-pressure", key, "vital-signs", device);
    panel.getMeta().addProfile("http://hl7.org/fhir/StructureDefinition/bp");
    CodeableConcept code = panel.getCode().setText("Blood pressure");
    code.addCoding()
        .setSystem(LOINC)
        .setCode("85354-9")
        .setDisplay("Blood pressure panel with all children optional");
    code.addCoding().setSystem(MDC).setCode("150020");
    component(panel, measure(group, 10), "8480-6", "Systolic blood pressure", "150021", "mm[Hg]");
    component(panel, measure(group, 9), "8462-4", "Diastolic blood pressure", "150022", "mm[Hg]");
    component(panel, measure(group, 11), "8867-4", "Heart rate", "149546", "/min");
    return panel;
  }

  private static JsonNode measure(JsonNode group, int type) {
    for (JsonNode measure : group.path("measures")) {
      if (measure.path("type").asInt() == type) {
        return measure;
      }
    }
    throw new IllegalStateException("a page of ours has all three");
  }

  private static void component(
      Observation panel, JsonNode measure, String loinc, String name, String mdc, String unit) {
    Observation.ObservationComponentComponent component = panel.addComponent();
    component.getCode().setText(name).addCoding().setSystem(LOINC).setCode(loinc).setDisplay(name);
    component.getCode().addCoding().setSystem(MDC).setCode(mdc);
    component.setValue(quantity(measure, unit, unit.equals("/min") ? "beats/minute" : "mmHg"));
  }

  private Observation observation(
      JsonNode group, String reading, String key, String category, String device) {
    Observation observation = new Observation();
    observation.setId(ids.get(reading + "/" + key));
    observation.addExtension(
        new Extension(EXTENSIONS + "recording-method", new CodeType("automatic")));
    observation
        .addIdentifier()
        .setSystem(BASE + "sid/withings/" + reading)
        .setValue(account + "/" + key);
    observation.setStatus(Enumerations.ObservationStatus.FINAL);
    observation
        .addCategory()
        .addCoding()
        .setSystem("http://terminology.hl7.org/CodeSystem/observation-category")
        .setCode(category);
    observation.setSubject(new Reference("Patient/p1"));
    observation.addPerformer(new Reference("Patient/p1"));
    observation.setEffective(time(group));
    observation.setDevice(new Reference("Device/" + ids.get("device/" + device)));
    return observation;
  }

  private static DateTimeType time(JsonNode group) {
    Instant instant = Instant.ofEpochSecond(group.path("date").asLong());
    DateTimeType time =
        new DateTimeType(
            java.util.Date.from(instant),
            ca.uhn.fhir.model.api.TemporalPrecisionEnum.SECOND,
            PARIS_CLOCK);
    time.addExtension(new Extension(EXTENSIONS + "offset-source", new CodeType("profile")));
    time.addExtension(
        new Extension(
            "http://hl7.org/fhir/StructureDefinition/timezone", new CodeType("Europe/Paris")));
    return time;
  }

  private static Quantity quantity(JsonNode measure, String unit, String text) {
    BigDecimal value =
        BigDecimal.valueOf(measure.path("value").asLong(), -measure.path("unit").asInt());
    return new Quantity()
        .setValue(value)
        .setUnit(text)
        .setSystem("http://unitsofmeasure.org")
        .setCode(unit);
  }
}

package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A device of a person.
 *
 * @param type the vendor's category ("Scale")
 * @param deviceId 40 hexadecimal digits, stable for the person
 */
public record Device(
    String type, String model, int modelId, String deviceId, String firmware, String network) {

  /** What everybody in the sandbox owns. */
  enum Model {
    SCALE("Scale", "Body Comp", 18, "2481", "wifi"),
    BLOOD_PRESSURE_MONITOR("Blood Pressure Monitor", "BPM Core", 44, "1791", "wifi"),
    CUFF("Blood Pressure Monitor", "BPM Connect", 45, "2131", "wifi"),
    THERMOMETER("Smart Connected Thermometer", "Thermo", 70, "611", "wifi"),
    WATCH("Activity Tracker", "ScanWatch 2", 94, "3191", "bluetooth"),
    SLEEP_MAT("Sleep Monitor", "Aura Sensor V2", 63, "2761", "wifi");

    private final String type;
    private final String label;
    private final int modelId;
    private final String firmware;
    private final String network;

    Model(String type, String label, int modelId, String firmware, String network) {
      this.type = type;
      this.label = label;
      this.modelId = modelId;
      this.firmware = firmware;
      this.network = network;
    }

    /** The one that the person owns. */
    Device of(Person person) {
      Random dice = person.dice(Kind.DEVICE, modelId);
      String id = String.format("%016x%016x%08x", dice.nextLong(), dice.nextLong(), dice.nextInt());
      return new Device(type, label, modelId, id, firmware, network);
    }
  }

  /**
   * The device as the vendor lists it, in use since that local day; the last use is known to
   * whoever asks.
   */
  Entry entry(Person person, LocalDate since) {
    long first = LocalTimes.at(since, 0, 0, person.zone());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", type).put("model", model).put("model_id", modelId).put("battery", "high");
    json.put("deviceid", deviceId).put("hash_deviceid", deviceId);
    json.put("timezone", person.zone().getId()).put("first_session_date", first);
    json.put("mac_address", macAddress()).put("fw", firmware).put("network", network);
    return new Entry(deviceId, first, first, since, first, false, json);
  }

  private String macAddress() {
    return "00:24:e4:"
        + String.join(
            ":", deviceId.substring(0, 2), deviceId.substring(2, 4), deviceId.substring(4, 6));
  }

  /** Every device of the person, in a fixed order. */
  public static List<Device> all(Person person) {
    return Arrays.stream(Model.values()).map(model -> model.of(person)).toList();
  }
}

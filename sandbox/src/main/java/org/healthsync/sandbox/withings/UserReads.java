package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsync.sandbox.withings.history.Device;

/** The operations of {@code /v2/user}: devices and goals. */
final class UserReads {

  private final PagedReads reads;
  private final GeneratedPeriod period;

  UserReads(PagedReads reads, GeneratedPeriod period) {
    this.reads = reads;
    this.period = period;
  }

  JsonNode getDevice(Visit visit) {
    ObjectNode body = Json.object();
    ArrayNode devices = body.putArray("devices");
    Device.all(visit.person()).forEach(device -> devices.add(device(visit, device)));
    return body;
  }

  /** Nobody in the sandbox has goals: the place where the vendor's empty list shows. */
  JsonNode getGoals(Visit visit) {
    ObjectNode body = Json.object();
    body.set("goals", Json.likePhp(Json.object()));
    return body;
  }

  private ObjectNode device(Visit visit, Device device) {
    String id = device.deviceId();
    ObjectNode json = Json.object();
    json.put("type", device.type()).put("model", device.model()).put("model_id", device.modelId());
    json.put("battery", "high").put("deviceid", id).put("hash_deviceid", id);
    json.put("timezone", visit.person().zone().getId());
    json.put("first_session_date", period.start(visit.person()));
    json.put("last_session_date", Math.min(reads.now(), period.end(visit.person())));
    json.put(
        "mac_address",
        "00:24:e4:" + String.join(":", id.substring(0, 2), id.substring(2, 4), id.substring(4, 6)));
    return json.put("fw", device.firmware()).put("network", device.network());
  }
}

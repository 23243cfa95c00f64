package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;

/** The operations of {@code /v2/user}: devices and goals. */
final class UserReads {

  private final PagedReads reads;
  private final GeneratedPeriod period;

  UserReads(PagedReads reads, GeneratedPeriod period) {
    this.reads = reads;
    this.period = period;
  }

  JsonNode getDevice(Visit visit) {
    long lastUse = Math.min(reads.now(), period.end(visit.person()));
    ObjectNode body = Json.object();
    ArrayNode devices = body.putArray("devices");
    visit.account().journal(DataStream.DEVICES).snapshot().stream()
        .filter(reads.visible())
        .forEach(device -> devices.add(device(device, lastUse)));
    return body;
  }

  private static ObjectNode device(Entry device, long lastUse) {
    ObjectNode json = device.json().deepCopy();
    json.remove("modified");
    return json.put("last_session_date", lastUse);
  }

  /** Nobody in the sandbox has goals: the place where the vendor's empty list shows. */
  JsonNode getGoals(Visit visit) {
    ObjectNode body = Json.object();
    body.set("goals", Json.likePhp(Json.object()));
    return body;
  }
}

package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsync.sandbox.http.Reply;

/** The vendor's envelope: always HTTP 200, the verdict inside. */
final class Envelope {

  private Envelope() {}

  static Reply success(JsonNode body) {
    ObjectNode envelope = Json.object().put("status", 0);
    envelope.set("body", body);
    return Reply.json(200, Json.write(envelope));
  }

  static Reply failure(VendorFailure failure) {
    ObjectNode envelope = Json.object().put("status", failure.status());
    envelope.putObject("body");
    envelope.put("error", failure.getMessage());
    return Reply.json(200, Json.write(envelope));
  }
}

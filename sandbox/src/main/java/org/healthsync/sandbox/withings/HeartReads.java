package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;
import org.healthsync.sandbox.withings.history.Recordings;

/** The operations of {@code /v2/heart}: ECG recordings and their signals. */
final class HeartReads {

  private final PagedReads reads;

  HeartReads(PagedReads reads) {
    this.reads = reads;
  }

  JsonNode list(Visit visit) {
    Journal.Slice slice = reads.page(visit, DataStream.HEART, PagedReads.byTime(visit.params()));
    ObjectNode body = Json.object();
    ArrayNode series = body.putArray("series");
    slice.entries().forEach(entry -> series.add(entry.json()));
    return body.put("more", slice.more()).put("offset", slice.nextOffset());
  }

  JsonNode get(Visit visit) {
    Entry recording =
        visit
            .account()
            .journal(DataStream.HEART)
            .find(visit.params().required("signalid"))
            .filter(reads.visible())
            .orElseThrow(() -> VendorFailure.invalidParams("signalid"));
    return new Recordings(visit.person()).signal(recording);
  }
}

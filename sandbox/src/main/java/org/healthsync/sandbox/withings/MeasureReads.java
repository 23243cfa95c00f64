package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;

/** {@code /measure}, {@code action=getmeas}. */
final class MeasureReads {

  private static final long REAL_MEASURES = 1;

  private final PagedReads reads;

  MeasureReads(PagedReads reads) {
    this.reads = reads;
  }

  JsonNode getMeas(Visit visit) {
    Params params = visit.params();
    Set<String> types = new LinkedHashSet<>(params.list("meastypes"));
    params.text("meastype").ifPresent(types::add);
    Predicate<Entry> wanted = PagedReads.byTime(params);
    if (params.number("category").orElse(REAL_MEASURES) != REAL_MEASURES) {
      wanted = entry -> false;
    }
    Predicate<Entry> ofTypes = entry -> measures(entry.json(), types).isPresent();
    // Before reading, so that what changes meanwhile belongs to the next read.
    long now = reads.now();
    Journal.Slice slice = reads.page(visit, DataStream.MEASURES, wanted.and(ofTypes));
    ObjectNode body = Json.object();
    body.put("updatetime", now).put("timezone", visit.person().zone().getId());
    ArrayNode groups = body.putArray("measuregrps");
    slice.entries().forEach(entry -> groups.add(group(entry, types)));
    return body.put("more", slice.more() ? 1 : 0).put("offset", slice.nextOffset());
  }

  private static ObjectNode group(Entry entry, Set<String> types) {
    ObjectNode group = entry.json().deepCopy();
    measures(group, types).ifPresent(measures -> group.set("measures", measures));
    return group;
  }

  /** The measures of a group that are of the wanted types; empty when there are none. */
  private static Optional<ArrayNode> measures(ObjectNode group, Set<String> types) {
    ArrayNode wanted = group.arrayNode();
    for (JsonNode measure : group.path("measures")) {
      if (types.isEmpty() || types.contains(measure.path("type").asText())) {
        wanted.add(measure);
      }
    }
    return wanted.isEmpty() ? Optional.empty() : Optional.of(wanted);
  }
}

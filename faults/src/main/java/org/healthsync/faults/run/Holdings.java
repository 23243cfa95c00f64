package org.healthsync.faults.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.healthsync.faults.check.Content;
import org.healthsync.faults.check.Stored;
import org.healthsync.sandbox.fhir.FhirServerControl;
import org.healthsync.sandbox.fhir.HeldResource;
import org.jspecify.annotations.Nullable;

/** What the FHIR servers hold of some people, and what they hold of nobody. */
final class Holdings {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final int DATE = "2026-01-01".length();

  private final Fleet fleet;

  /** Accounts that are others' business: connected to this fleet, but not by who asks. */
  private final Set<String> others;

  Holdings(Fleet fleet, List<Member> members) {
    this.fleet = fleet;
    this.others = new HashSet<>(fleet.known());
    members.forEach(member -> others.remove(member.accountHash()));
  }

  /**
   * All readings but those of others, and all Devices of our tenant.
   *
   * @param compared keys of readings whose content is looked at
   */
  List<Stored> stored(Set<String> compared) {
    List<Stored> all = new ArrayList<>();
    fleet.fhirServers().forEach(server -> addReadings(server, compared, all));
    fleet.fhir().held("Device").forEach(held -> all.add(stored(held, true, null)));
    return all;
  }

  private void addReadings(FhirServerControl server, Set<String> compared, List<Stored> all) {
    Set<String> told = server.targets("Provenance");
    server.held("Observation").stream()
        .filter(held -> !others.contains(account(held)))
        .map(
            held ->
                stored(
                    held,
                    told.contains(held.reference()),
                    compared.contains(held.value()) ? content(server, held.reference()) : null))
        .forEach(all::add);
  }

  private static String account(HeldResource held) {
    int end = held.value().indexOf('/');
    return end < 0 ? "" : held.value().substring(0, end);
  }

  private static Stored stored(HeldResource held, boolean told, @Nullable Content content) {
    return new Stored(
        held.reference(),
        held.version(),
        held.system(),
        held.value(),
        held.status(),
        told,
        content);
  }

  private static Content content(FhirServerControl server, String reference) {
    try {
      JsonNode resource = JSON.readTree(server.content(reference).orElse("{}"));
      return Content.of(
          resource.path("valueQuantity").path("value").decimalValue(),
          time(resource),
          resource.path("subject").path("reference").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(reference + " is not JSON", e);
    }
  }

  /** The moment in UTC, or the day where it is a whole one. */
  private static String time(JsonNode resource) {
    String moment = resource.path("effectiveDateTime").asText();
    if (moment.length() > DATE) {
      return OffsetDateTime.parse(moment).toInstant().toString();
    }
    String day = resource.path("effectivePeriod").path("start").asText(moment);
    return day.substring(0, Math.min(DATE, day.length()));
  }
}

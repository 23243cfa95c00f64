package org.healthsync.map.fhir;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Writes where resources came from. Versions and the payload's hash are here and not in the
 * resources, where each mapping release would rewrite everything.
 */
public final class ProvenanceWriter {

  private ProvenanceWriter() {}

  /**
   * One Provenance for resources that came from one page.
   *
   * @param context whose they are
   * @param targets such as {@code Observation/<id>}; at least one; order does not matter
   * @param fetchedAt when the page was received; written in UTC with milliseconds at most
   * @param payloadHash SHA-256 of the page as received
   * @param by what made the resources
   */
  public static FhirResource render(
      ResourceContext context,
      List<String> targets,
      Instant fetchedAt,
      byte[] payloadHash,
      MadeBy by) {
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a Provenance needs a target");
    }
    String hash = HexFormat.of().formatHex(payloadHash);
    String time = fetchedAt.truncatedTo(ChronoUnit.MILLIS).toString();
    CanonicalJson json = new CanonicalJson().array("target");
    targets.stream().sorted().forEach(target -> json.object().string("reference", target).end());
    json.endArray().string("occurredDateTime", time).string("recorded", time);
    json.reference("patient", context.patient());
    json.concept("activity", Vocabularies.LIFECYCLE, "transform");
    json.array("agent");
    agent(json, "assembler", by.service());
    agent(json, "author", new DeviceWriter(context).providerSoftware().reference());
    json.endArray().array("entity");
    OwnNames names = context.names();
    entity(json, "source", names.identifiers(context.provider(), "page"), hash);
    String sids = names.base() + "/fhir/sid/";
    entity(json, "instantiates", sids + "plugin", by.plugin());
    entity(json, "instantiates", sids + "mapping", by.mapping());
    String content = json.endArray().finish();
    UUID id = ResourceIds.of(context, "provenance", content);
    return Envelope.wrap("Provenance", id, "provenance", hash, null, null, content, null, false);
  }

  private static void agent(CanonicalJson json, String type, String who) {
    json.object().concept("type", Vocabularies.PARTICIPANT, type).reference("who", who).end();
  }

  private static void entity(CanonicalJson json, String role, String system, String value) {
    json.object().string("role", role).object("what").object("identifier");
    json.string("system", system).string("value", value).end().end().end();
  }
}

package org.healthsync.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.healthsync.platform.Claim;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.spi.stream.Cursor;
import org.jspecify.annotations.Nullable;

/** Makes page results for tests. */
public final class Pages {

  /** When everything was measured unless said otherwise. */
  public static final Instant MEASURED = Instant.parse("2026-03-01T08:00:00Z");

  private final Claim claim;
  private final @Nullable RequestId request;
  private final List<RunId> runs;
  private final @Nullable SourcePage page;

  /** Pages of a claim for no request. */
  public Pages(Claim claim) {
    this(claim, null, List.of());
  }

  /** Pages of a claim for a request. */
  public Pages(Claim claim, @Nullable RequestId request, List<RunId> runs) {
    this(claim, request, runs, null);
  }

  private Pages(
      Claim claim, @Nullable RequestId request, List<RunId> runs, @Nullable SourcePage page) {
    this.claim = claim;
    this.request = request;
    this.runs = runs;
    this.page = page;
  }

  /** The same for an archived page. */
  public Pages archived(SourcePage archived) {
    return new Pages(claim, request, runs, archived);
  }

  /** Their origin. */
  public Origin origin() {
    return new Origin(
        LedgerDatabase.TENANT,
        claim,
        "measures",
        request,
        runs,
        page == null ? MEASURED : page.fetchedAt(),
        page);
  }

  /** A page with entries. */
  public PageResult of(LedgerEntry... entries) {
    return of(List.of(entries), List.of(), List.of());
  }

  /** A page with everything. */
  public PageResult of(
      List<LedgerEntry> entries, List<Deletion> deletions, List<QuarantineEntry> quarantine) {
    return new PageResult(
        origin(),
        Progress.ofStream(new Cursor(1, "after")),
        entries,
        deletions,
        quarantine,
        entries.size(),
        2,
        false);
  }

  /** A page of a window read. */
  public PageResult inWindow(LedgerEntry... entries) {
    return new PageResult(
        origin(), Progress.none(), List.of(entries), List.of(), List.of(), entries.length, 0, true);
  }

  /** The id of a key. */
  public static UUID id(String key) {
    return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
  }

  /** A final weight. */
  public static LedgerEntry weight(String key, String value) {
    return weight(key, value, false, MEASURED);
  }

  /** A weight. */
  public static LedgerEntry weight(
      String key, String value, boolean preliminary, Instant measuredAt) {
    String status = preliminary ? "preliminary" : "final";
    String body =
        """
        {"resourceType":"Observation","id":"%s","status":"%s",\
        "subject":{"reference":"Patient/p1"},"valueQuantity":{"value":%s}}"""
            .formatted(id(key), status, value);
    return entry("Observation", "body-weight", key, value, preliminary, measuredAt, body);
  }

  /** A device. */
  public static LedgerEntry device(String key, String name) {
    String body =
        """
        {"resourceType":"Device","id":"%s","status":"active","displayName":"%s"}"""
            .formatted(id(key), name);
    return entry("Device", "device", key, name, false, null, body);
  }

  /** An Observation with a member. */
  public static LedgerEntry panel(String key, String member) {
    String body =
        """
        {"resourceType":"Observation","id":"%s","status":"final",\
        "subject":{"reference":"Patient/p1"},\
        "hasMember":[{"reference":"Observation/%s"}]}"""
            .formatted(id(key), id(member));
    return entry("Observation", "panel", key, member, false, MEASURED, body);
  }

  /** A Provenance of targets. */
  public static LedgerEntry provenance(String key, List<String> targets) {
    String list =
        String.join(
            ",", targets.stream().map(target -> "{\"reference\":\"" + target + "\"}").toList());
    String body =
        """
        {"resourceType":"Provenance","id":"%s","target":[%s]}"""
            .formatted(id(key), list);
    return entry("Provenance", "provenance", key, list, false, null, body);
  }

  private static LedgerEntry entry(
      String type,
      String reading,
      String key,
      String content,
      boolean preliminary,
      @Nullable Instant measuredAt,
      String body) {
    return new LedgerEntry(
        type,
        id(key),
        reading,
        key,
        sha256(content),
        preliminary,
        measuredAt,
        MEASURED,
        () -> body.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

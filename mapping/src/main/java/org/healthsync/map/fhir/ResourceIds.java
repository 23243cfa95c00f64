package org.healthsync.map.fhir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Identity as a function of where a thing comes from: the same source gives the same id on every
 * replica and in every replay. The ids are UUIDs of version 8 (RFC 9562 section 5.8, a hash of the
 * maker's choice) of 122 bits of SHA-256; printed they have hyphens, so they are never all digits,
 * which servers refuse.
 */
final class ResourceIds {

  private static final int ACCOUNT_HASH_BYTES = 10;

  private ResourceIds() {}

  static UUID of(String... parts) {
    ByteBuffer hash = ByteBuffer.wrap(sha256(joined(parts)));
    long high = (hash.getLong() & 0xFFFFFFFFFFFF0FFFL) | 0x8000L;
    long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  static UUID of(ResourceContext context, String kind, String sourceKey) {
    return of(context.tenant(), context.provider(), context.accountId(), kind, sourceKey);
  }

  /** Of a piece of what the source key names. */
  static UUID of(ResourceContext context, String kind, String sourceKey, String piece) {
    return of(context.tenant(), context.provider(), context.accountId(), kind, sourceKey, piece);
  }

  /** Tells accounts apart in identifiers without naming them. */
  static String accountHash(ResourceContext context) {
    byte[] hash = sha256(joined(context.tenant(), context.provider(), context.accountId()));
    return HexFormat.of().formatHex(hash, 0, ACCOUNT_HASH_BYTES);
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Escaped, since {@code a|b} + {@code c} and {@code a} + {@code b|c} are different sources. */
  private static String joined(String... parts) {
    StringBuilder joined = new StringBuilder();
    for (String part : parts) {
      if (joined.length() > 0) {
        joined.append('|');
      }
      joined.append(part.replace("\\", "\\\\").replace("|", "\\|"));
    }
    return joined.toString();
  }
}

package org.healthsync.sandbox.withings;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Unguessable texts in the vendor's format: lower-case hexadecimal digits. */
final class RandomTokens {

  private final SecureRandom random = new SecureRandom();

  String next() {
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

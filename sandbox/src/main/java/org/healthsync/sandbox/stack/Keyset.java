package org.healthsync.sandbox.stack;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes keysets for the token vault of a service that lives as long as a demo or a test. */
final class Keyset {

  // field 3 (the key), length-delimited, 32 bytes: the protobuf form of Tink's AesGcmKey
  private static final byte[] AES_GCM_KEY_FIELD = {0x1A, 32};
  private static final int KEY_BYTES = 32;

  private Keyset() {}

  /** A fresh AES-256-GCM keyset in Tink's JSON form, base64. */
  static String fresh() {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[AES_GCM_KEY_FIELD.length + KEY_BYTES];
    random.nextBytes(key);
    System.arraycopy(AES_GCM_KEY_FIELD, 0, key, 0, AES_GCM_KEY_FIELD.length);
    int id = 1 + random.nextInt(Integer.MAX_VALUE - 1);
    String json =
        """
        {"primaryKeyId":%d,"key":[{"keyData":{\
        "typeUrl":"type.googleapis.com/google.crypto.tink.AesGcmKey",\
        "value":"%s","keyMaterialType":"SYMMETRIC"},\
        "status":"ENABLED","keyId":%d,"outputPrefixType":"TINK"}]}"""
            .formatted(id, Base64.getEncoder().encodeToString(key), id);
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}

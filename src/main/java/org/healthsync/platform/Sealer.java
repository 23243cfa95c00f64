package org.healthsync.platform;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Seals what must be stored but not be read: tokens, authorization state, quarantined extracts.
 * Authenticated encryption (AES-256-GCM); the id of the key is part of the sealed bytes, so a
 * keyset may hold several keys: the primary one seals, any of them opens. Safe for many threads.
 */
public final class Sealer {

  private static final Configuration TINK = AeadConfig2026.get();

  /** What Tink puts before sealed bytes: a version and the id of the key. */
  private static final byte KNOWN_PREFIX = 1;

  private static final int PREFIX_LENGTH = 5;

  private final Aead aead;
  private final Set<Integer> keys;

  private Sealer(Aead aead, Set<Integer> keys) {
    this.aead = aead;
    this.keys = Set.copyOf(keys);
  }

  /**
   * Reads a keyset.
   *
   * @param keyset base64 of a Tink JSON keyset, as {@link #newKeyset} makes it
   * @throws IllegalArgumentException when it is no such keyset; the message does not quote it
   */
  public static Sealer of(Secret keyset) {
    try {
      String json =
          new String(
              Base64.getMimeDecoder().decode(keyset.reveal().strip()), StandardCharsets.UTF_8);
      KeysetHandle handle =
          TinkJsonProtoKeysetFormat.parseKeyset(json, TINK, InsecureSecretKeyAccess.get());
      return new Sealer(handle.getPrimitive(TINK, Aead.class), keys(handle));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // without the cause: parsers like to quote what they choke on
      throw new IllegalArgumentException(
          "the keyset is not the base64 text of a Tink AEAD keyset in JSON; make one with "
              + NewKeyset.class.getName());
    }
  }

  private static Set<Integer> keys(KeysetHandle handle) {
    return IntStream.range(0, handle.size())
        .mapToObj(index -> handle.getAt(index).getId())
        .collect(Collectors.toSet());
  }

  /** A fresh keyset with one key, in the form that {@link #of} reads. */
  public static Secret newKeyset() {
    try {
      KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TINK);
      String json =
          TinkJsonProtoKeysetFormat.serializeKeyset(handle, TINK, InsecureSecretKeyAccess.get());
      return Secret.of(Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no AES-GCM", e);
    }
  }

  /**
   * Seals {@code plain}.
   *
   * @param place where the result will be stored, such as {@code connection-token:<id>}; sealed
   *     bytes that were moved to another place do not open
   */
  public byte[] seal(byte[] plain, String place) {
    try {
      return aead.encrypt(plain, place.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  /**
   * Opens what was sealed for the same place.
   *
   * @throws BrokenSealException when it was changed, moved, or sealed with a key that is gone
   */
  public byte[] open(byte[] sealed, String place) {
    try {
      return aead.decrypt(sealed, place.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new BrokenSealException(e, keyIsMissing(sealed));
    }
  }

  private boolean keyIsMissing(byte[] sealed) {
    return sealed.length >= PREFIX_LENGTH
        && sealed[0] == KNOWN_PREFIX
        && !keys.contains(ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt());
  }

  /** Sealed bytes cannot be opened: changed, moved to another row, or the key is missing. */
  public static final class BrokenSealException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean keyIsMissing;

    BrokenSealException(GeneralSecurityException cause, boolean keyIsMissing) {
      super("sealed data were changed or moved, or their key is not in the keyset", cause);
      this.keyIsMissing = keyIsMissing;
    }

    /** Whether they name a key that is not in the keyset, so that bringing it back may help. */
    public boolean keyIsMissing() {
      return keyIsMissing;
    }
  }
}

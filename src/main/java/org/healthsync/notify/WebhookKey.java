package org.healthsync.notify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.healthsync.platform.Secret;

/** The part of a callback's address that nobody can guess. Its text form does not show it. */
public final class WebhookKey {

  private static final int BYTES = 32;
  private static final int LONGEST = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Secret value;

  private WebhookKey(Secret value) {
    this.value = value;
  }

  /** A new one of 256 random bits. */
  public static WebhookKey random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What somebody sent, or what was kept. */
  public static WebhookKey of(String text) {
    return new WebhookKey(Secret.of(text));
  }

  /** The text itself; hand it on at once and keep no copy. */
  public String reveal() {
    return value.reveal();
  }

  /** What is stored to recognise it. */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(value.reveal().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether this is the same text; takes the same time whatever differs. */
  public boolean matches(Secret other) {
    return MessageDigest.isEqual(hash(), of(other.reveal()).hash());
  }

  /** Whether it could be a key at all. */
  boolean plausible() {
    return !value.reveal().isEmpty() && value.reveal().length() <= LONGEST;
  }

  @Override
  public String toString() {
    return "****";
  }
}

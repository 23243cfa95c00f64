package org.healthsync.fetch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.healthsync.platform.ProviderId;

/**
 * How limits of single accounts name theirs in Redis. The provider counts for the account, however
 * often it is connected, also anew or by several tenants; its own name of it is nobody's business.
 */
public final class AccountName {

  private static final int BYTES = 16;

  private AccountName() {}

  /** The same for the same account at all times and in all replicas. */
  public static String of(ProviderId provider, String account) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((provider.value() + "\n" + account).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

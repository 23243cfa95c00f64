package org.healthsync.faults.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.healthsync.sandbox.withings.CloudUser;

/**
 * Somebody whose account is connected.
 *
 * @param tenant whose user it is
 * @param provider where the account is
 * @param user the tenant's name of the person
 * @param account at the simulated cloud
 * @param connection the service's id of the connection
 */
public record Member(
    String tenant, String provider, String user, CloudUser account, String connection) {

  private static final int HASH_BYTES = 10;

  /** Id of the person at the cloud. */
  public long accountId() {
    return account.userId();
  }

  /** Who the person is at the FHIR server. */
  public String patient() {
    return "Patient/" + patientId(provider, account);
  }

  static String patientId(String provider, CloudUser account) {
    return "patient-" + provider + "-" + account.userId();
  }

  /** How identifiers name the account: see docs/fhir.md. */
  public String accountHash() {
    String account = tenant + "|" + provider + "|" + accountId();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(account.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The key of one of the account's readings, as identifiers have it. */
  public String key(String sourceKey) {
    return accountHash() + "/" + sourceKey;
  }
}

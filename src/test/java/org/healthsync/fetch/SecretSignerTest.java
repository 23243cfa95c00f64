package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.healthsync.platform.Secret;
import org.healthsync.plugin.ClientCredentials;
import org.healthsync.spi.http.ClientSigner;
import org.junit.jupiter.api.Test;

final class SecretSignerTest {

  private static final byte[] MESSAGE =
      "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);

  @Test
  void codesAreThoseOfTheRfcsTestVectors() {
    // RFC 4231 test case 2 and RFC 2202 test case 2
    assertThat(code("Jefe", ClientSigner.Mac.HMAC_SHA256, ""))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(code("Jefe", ClientSigner.Mac.HMAC_SHA1, ""))
        .isEqualTo("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  }

  @Test
  void suffixIsAppendedToTheSecret() {
    assertThat(code("Je", ClientSigner.Mac.HMAC_SHA1, "fe"))
        .isEqualTo("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  }

  private static String code(String secret, ClientSigner.Mac mac, String suffix) {
    ClientSigner signer = new SecretSigner(new ClientCredentials("id", Secret.of(secret)));
    return HexFormat.of().formatHex(signer.mac(mac, MESSAGE, suffix));
  }
}

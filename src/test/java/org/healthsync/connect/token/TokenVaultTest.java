package org.healthsync.connect.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.Sealer.BrokenSealException;
import org.healthsync.platform.Secret;
import org.junit.jupiter.api.Test;

class TokenVaultTest {

  private static final Tokens TOKENS =
      new Tokens(
          Secret.of("access-secret"),
          Secret.of("refresh-secret"),
          Instant.parse("2026-03-01T13:00:00Z"),
          Set.of("b", "a"));

  private final TokenVault vault = new TokenVault(Sealer.of(Sealer.newKeyset()));
  private final ConnectionId connection = ConnectionId.random();

  @Test
  void opensWhatItSealed() {
    assertThat(vault.open(connection, vault.seal(connection, TOKENS))).isEqualTo(TOKENS);
  }

  @Test
  void refreshTokenMayBeMissing() {
    Tokens tokens = new Tokens(TOKENS.access(), null, TOKENS.expiresAt(), Set.of());

    assertThat(vault.open(connection, vault.seal(connection, tokens))).isEqualTo(tokens);
  }

  @Test
  void sealedBytesOfAnotherRowDoNotOpen() {
    byte[] sealed = vault.seal(connection, TOKENS);

    assertThatThrownBy(() -> vault.open(ConnectionId.random(), sealed))
        .isInstanceOf(BrokenSealException.class);
  }

  @Test
  void noChangedByteGoesUnnoticed() {
    byte[] sealed = vault.seal(connection, TOKENS);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> vault.open(connection, changed))
          .isInstanceOf(BrokenSealException.class);
    }
  }

  @Test
  void anotherKeysetDoesNotOpen() {
    TokenVault other = new TokenVault(Sealer.of(Sealer.newKeyset()));

    assertThatThrownBy(() -> other.open(connection, vault.seal(connection, TOKENS)))
        .isInstanceOf(BrokenSealException.class);
  }

  @Test
  void neitherSealedBytesNorTextFormsShowATokens() {
    String text = new String(vault.seal(connection, TOKENS), StandardCharsets.ISO_8859_1);

    assertThat(text + TOKENS).doesNotContain("access-secret").doesNotContain("refresh-secret");
  }
}

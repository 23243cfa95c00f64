package org.healthsync.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SealerTest {

  private static final byte[] PLAIN = {1, 2, 3};

  @Test
  void sealedBytesOpenOnlyAtTheirPlace() {
    Sealer sealer = Sealer.of(Sealer.newKeyset());
    byte[] bytes = sealer.seal(PLAIN, "quarantine:1");

    assertThat(sealer.open(bytes, "quarantine:1")).isEqualTo(PLAIN);
    assertThatThrownBy(() -> sealer.open(bytes, "quarantine:2"))
        .isInstanceOfSatisfying(
            Sealer.BrokenSealException.class, e -> assertThat(e.keyIsMissing()).isFalse());
    Sealer other = Sealer.of(Sealer.newKeyset());
    assertThatThrownBy(() -> other.open(bytes, "quarantine:1"))
        .isInstanceOfSatisfying(
            Sealer.BrokenSealException.class, e -> assertThat(e.keyIsMissing()).isTrue());
  }

  @Test
  void sealingTwiceGivesDifferentBytes() {
    Sealer sealer = Sealer.of(Sealer.newKeyset());

    assertThat(sealer.seal(PLAIN, "x")).isNotEqualTo(sealer.seal(PLAIN, "x"));
  }

  @Test
  void wrongKeysetIsRefusedWithoutQuotingIt() {
    for (String keyset :
        new String[] {"", "my-secret", "bXktc2VjcmV0", "eyJhIjoibXktc2VjcmV0In0="}) {
      assertThatThrownBy(() -> Sealer.of(Secret.of(keyset)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("NewKeyset")
          .hasMessageNotContaining("my-secret")
          .hasNoCause();
    }
  }
}

package org.healthsync.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** See docs/adr/0047: the core validator would read 1.5 MB each time. */
class OidRegistryTest {

  @Test
  void fileWithNothingButItsHeaderIsFoundFirst() throws IOException {
    ClassLoader loader = OidRegistryTest.class.getClassLoader();
    try (InputStream in =
        Objects.requireNonNull(loader.getResourceAsStream("oidregistry.csv"), "none")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text.lines()).hasSize(1);
      assertThat(text).startsWith("Comp_OID,");
    }
  }
}

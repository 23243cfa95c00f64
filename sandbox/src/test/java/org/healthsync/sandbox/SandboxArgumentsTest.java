package org.healthsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.healthsync.sandbox.withings.WithingsCloudOptions;
import org.junit.jupiter.api.Test;

class SandboxArgumentsTest {

  @Test
  void valuesFollowAnEqualsSignOrASpace() {
    WithingsCloudOptions options =
        SandboxArguments.parse("--port=8090", "--users", "7", "--redirect-uri=http://a/b");
    assertThat(options.port()).isEqualTo(8090);
    assertThat(options.users()).isEqualTo(7);
    assertThat(options.redirectUris()).containsExactly("http://a/b");
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertThatThrownBy(() -> SandboxArguments.parse("--speed=9")).hasMessage("--speed is unknown");
    assertThatThrownBy(() -> SandboxArguments.parse("--users=many"))
        .hasMessage("--users must be a number");
    assertThatThrownBy(() -> SandboxArguments.parse("--port")).hasMessage("--port needs a value");
    assertThatThrownBy(() -> SandboxArguments.parse("--users=0"))
        .hasMessage("users must be at least 1");
  }
}

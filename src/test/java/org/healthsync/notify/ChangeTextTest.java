package org.healthsync.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeTextTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  static Stream<Change> changes() {
    return Stream.of(
        new Change.Fetch("a", "measures", null),
        new Change.Fetch("a", "measures", new Window(NOON, NOON.plusNanos(1000)), "ref"),
        new Change.Data(
            "a",
            new RawPage(
                "dailies",
                Payload.of(new byte[] {0, -1, 7}),
                "application/json",
                Map.of("x", "y"),
                NOON)),
        new Change.Deleted("a", "sleep", "k/1"),
        new Change.Revoked("a"),
        new Change.Permissions("a", Set.of("p", "q")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyChangeComesBackAsItWas(Change change) {
    assertThat(ChangeText.read(ChangeText.write(change))).isEqualTo(change);
  }

  @Test
  void equalChangesHaveEqualText() {
    assertThat(ChangeText.write(new Change.Permissions("a", Set.of("p", "q", "r"))))
        .isEqualTo(ChangeText.write(new Change.Permissions("a", Set.of("r", "q", "p"))));
  }

  @Test
  void textOfALaterFormatIsRefused() {
    byte[] later = "{\"format\":2,\"kind\":\"revoked\"}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> ChangeText.read(later)).isInstanceOf(IllegalStateException.class);
  }
}

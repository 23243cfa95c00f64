package org.healthsync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthsync.spi.Capability;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.notify.Notification;
import org.healthsync.spi.notify.Notified;
import org.healthsync.spi.notify.Notified.Outcome;
import org.healthsync.spi.stream.Payload;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Genuine notifications are understood, everything else is refused. */
interface NotificationRules extends PluginUnderTest {

  @TestFactory
  default Stream<DynamicTest> genuineNotificationMeansTheDeclaredChanges() {
    return DynamicTest.stream(
        conformance().notifications().stream(),
        NotificationCase::toString,
        testCase -> {
          try (TestHost host = host()) {
            Notified notified = read(host, testCase.notification());

            assertThat(notified.outcome()).isEqualTo(Outcome.ACCEPTED);
            assertThat(notified.status()).isBetween(200, 299);
            assertThat(notified.changes()).isEqualTo(testCase.expected());
            assertThat(notified.changes())
                .filteredOn(Change.Fetch.class::isInstance)
                .allSatisfy(
                    change ->
                        assertThat(host.descriptor().stream(((Change.Fetch) change).stream()))
                            .as("a notification must name a declared stream")
                            .isPresent());
            Leaks.assertNoneIn(host);
          }
        });
  }

  @Test
  default void notificationsAreDeclaredExactlyWhenTheyAreUnderstood() {
    boolean declared = plugin().descriptor().capabilities().contains(Capability.NOTIFICATIONS);
    assertThat(conformance().notifications().isEmpty())
        .as("declare Conformance.notification(...) exactly when the plugin declares NOTIFICATIONS")
        .isEqualTo(!declared);
  }

  @TestFactory
  default Stream<DynamicTest> anythingElseIsRefused() {
    Map<String, Payload> nonsense =
        Map.of(
            "an empty body", Payload.of(""),
            "bytes that are no text", Payload.of(new byte[] {-1, -2, 0, 37, 37}),
            "truncated JSON", Payload.of("{\"" + Leaks.PAYLOAD_CANARY),
            "a large body", Payload.of("a=b&".repeat(500_000)));
    return DynamicTest.stream(
        nonsense.keySet().stream().sorted(),
        name -> name,
        name -> {
          try (TestHost host = host()) {
            Notified notified = read(host, post(nonsense.getOrDefault(name, Payload.of("")), host));

            assertThat(notified.outcome())
                .as("what is not understood must be refused, not thrown at or accepted")
                .isEqualTo(Outcome.REFUSED);
            assertThat(notified.changes()).isEmpty();
            assertThat(notified.reason()).isNotBlank().doesNotContain(Leaks.PAYLOAD_CANARY);
            Leaks.assertNoneIn(host);
          }
        });
  }

  private static Notified read(TestHost host, Notification notification) {
    return host.provider().onNotification(notification, host.notificationContext());
  }

  private static Notification post(Payload body, TestHost host) {
    return new Notification(
        "POST",
        Map.of("content-type", List.of("application/octet-stream")),
        Map.of(),
        body,
        host.clock().instant());
  }
}

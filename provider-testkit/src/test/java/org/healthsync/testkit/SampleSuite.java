package org.healthsync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.notify.Notification;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.Window;
import org.healthsync.testkit.sample.Flaw;
import org.healthsync.testkit.sample.SamplePlugin;

/** The suite over the sample plugin with one flaw. */
abstract class SampleSuite extends BaseProviderTest {

  private static final String ACCOUNT = "acme-user-4711";
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final Fixtures http = new Fixtures(SampleSuite.class, "http");
  private final Flaw flaw;

  SampleSuite(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public ProviderPlugin plugin() {
    return new SamplePlugin(flaw);
  }

  @Override
  public Conformance conformance() {
    return conformanceBuilder().build();
  }

  static Conformance emptyConformance() {
    return Conformance.of(ACCOUNT, NOW).build();
  }

  final Conformance.Builder conformanceBuilder() {
    return Conformance.of(ACCOUNT, NOW).stream(
            "weights",
            List.of(http.json("weights-1-of-2.json"), http.json("weights-2-of-2.json")),
            http.json("weights-none.json"))
        .answer("http 429", StubAnswer.http(429), StandardError.THROTTLED)
        .answer("http 401", StubAnswer.http(401), StandardError.UNAUTHORIZED)
        .answer("http 403", StubAnswer.http(403), StandardError.FORBIDDEN)
        .answer("http 410", StubAnswer.http(410), StandardError.API_GONE)
        .revoke(List.of(StubAnswer.http(204)), List.of(StubAnswer.http(401), StubAnswer.http(401)))
        .notification("new weight", signed(), List.of(new Change.Fetch(ACCOUNT, "weights", null)))
        .unknownMeasure("weights", http.json("weights-with-unknown-measure.json"));
  }

  @Override
  public void assertAsksFor(Window window, String stream, RecordedRequest request) {
    assertThat(request.query())
        .containsEntry("from", LocalDate.ofInstant(window.from(), ZoneOffset.UTC).toString())
        .containsEntry("to", LocalDate.ofInstant(window.to(), ZoneOffset.UTC).toString());
  }

  private static Notification signed() {
    byte[] body = ACCOUNT.getBytes(StandardCharsets.UTF_8);
    byte[] code = new TestClient().mac(ClientSigner.Mac.HMAC_SHA256, body, "");
    return new Notification(
        "POST",
        Map.of("x-signature", List.of(HexFormat.of().formatHex(code))),
        Map.of(),
        Payload.of(body),
        NOW);
  }
}

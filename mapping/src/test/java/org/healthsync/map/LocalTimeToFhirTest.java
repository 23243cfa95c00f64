package org.healthsync.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.map.MappingFixture.map;

import java.net.URI;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.ResourceContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wall time without an offset, from the provider's JSON to the text that leaves. */
class LocalTimeToFhirTest {

  private static final ResourceContext CONTEXT =
      new ResourceContext(
          "t1", "acme", "4711", "Patient/p1", URI.create("https://health.example"), null);

  private static final String RULES =
      """
      rules:
        - time: { at: { local: page.t }, zone: page.z }
          key: "{page.kg}"
          scalar: body-weight
          value: page.kg
          unit: kg
      """;

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,       2026-01-15T08:00:00, 2026-01-15T08:00:00+01:00",
    // in the gap: forward by its length
    "Europe/Berlin,       2026-03-29T02:30:00, 2026-03-29T03:30:00+02:00",
    "America/St_Johns,    2026-03-08T02:30:00, 2026-03-08T03:30:00-02:30",
    "Australia/Lord_Howe, 2026-10-04T02:15:00, 2026-10-04T02:45:00+11:00",
    "Pacific/Apia,        2011-12-30T12:00:00, 2011-12-31T12:00:00+14:00",
    // in the overlap: the earlier offset, always
    "Europe/Berlin,       2026-10-25T02:30:00, 2026-10-25T02:30:00+02:00",
    "America/St_Johns,    2026-11-01T01:30:00, 2026-11-01T01:30:00-02:30",
    "Australia/Lord_Howe, 2026-04-05T01:45:00, 2026-04-05T01:45:00+11:00",
    // neither
    "Asia/Kathmandu,      2026-03-29T02:30:00, 2026-03-29T02:30:00+05:45",
    "Europe/Berlin,       2024-02-29T23:59:59, 2024-02-29T23:59:59+01:00",
  })
  void aWallTimeIsReadOnTheClockOfItsZone(String zone, String wall, String text) {
    String page = "{\"t\":\"%s\",\"z\":\"%s\",\"kg\":72}".formatted(wall, zone);
    FhirRenderer.RenderedPage rendered =
        new FhirRenderer(FhirMapping.load()).renderPage(CONTEXT, map(RULES, page).readings());
    assertThat(rendered.resources())
        .singleElement()
        .satisfies(
            weight -> assertThat(weight.json()).contains("\"effectiveDateTime\":\"" + text + "\""));
  }
}

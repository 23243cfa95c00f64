package org.healthsync.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.auth.Authorization;
import org.healthsync.spi.auth.Grant;
import org.healthsync.spi.auth.Refresh;
import org.healthsync.spi.auth.Region;
import org.healthsync.spi.auth.TokenEndpoint;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.notify.Notification;
import org.healthsync.spi.notify.Notified;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Header.RecordingMethod;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpiValuesTest {

  private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"1.0, true", "1.1, false", "0.9, false", "2.0, false"})
  void hostAcceptsItsMajorVersionUpToItsMinorVersion(String plugin, boolean accepted) {
    assertThat(new SpiVersion(1, 0).accepts(SpiVersion.parse(plugin))).isEqualTo(accepted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.", "1.0.0", "v1.0", "1.-1", "99999.0"})
  void spiVersionOfAnotherFormIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpiVersion.parse(text))
        .withMessageContaining("major.minor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Withings", "1st", "a_b", "an-id-that-is-quite-a-bit-longer-than-allowed"})
  void providerIdMustFitFhirIdentifiers(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(id, List.of(stream("weights"))))
        .withMessageContaining(id);
  }

  @Test
  void providerWithoutAStreamIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider("acme", List.of()))
        .withMessageContaining("no stream");
  }

  @Test
  void twoStreamsOfOneNameAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider("acme", List.of(stream("weights"), stream("weights"))))
        .withMessageContaining("named twice");
  }

  @Test
  void descriptorDoesNotFollowLaterChangesOfItsLists() {
    List<StreamDescriptor> streams = new ArrayList<>(List.of(stream("weights")));
    ProviderDescriptor descriptor = provider("acme", streams);

    streams.clear();

    assertThat(descriptor.stream("weights")).isPresent();
    assertThat(descriptor.stream("sleep")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Key", "a.b", "a b"})
  void configurationKeyOfAnotherFormIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConfigKey(name, ConfigKey.Type.TEXT, null, "A key."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Sleep", "sleep_summary"})
  void streamNameOfAnotherFormIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> stream(name));
  }

  @Test
  void streamWithoutAnIntervalIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream("weights", Duration.ZERO, Duration.ZERO))
        .withMessageContaining("positive interval");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream("weights", Duration.ofHours(1), Duration.ofDays(-1)));
  }

  @Test
  void regionWithoutTokenEndpointIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Region("eu", "Europe", Map.of("authorize", URI.create("https://a.example"))))
        .withMessageContaining("token");
  }

  @Test
  void relativeEndpointIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Region(
                    "eu",
                    "Europe",
                    Map.of(
                        "authorize", URI.create("https://a.example"), "token", URI.create("/t"))))
        .withMessageContaining("absolute");
  }

  @Test
  void authorizationWithoutARegionIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> authorization(List.of()));
  }

  @Test
  void firstRegionIsTheDefault() {
    Authorization authorization = authorization(List.of(region("eu"), region("us")));

    assertThat(authorization.defaultRegion().id()).isEqualTo("eu");
    assertThat(authorization.region("us")).isPresent();
    assertThat(authorization.region("jp")).isEmpty();
    assertThat(authorization.scopeNames()).containsExactly("read");
  }

  @Test
  void budgetsNeedSomethingToGrant() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Budget.Allowance.sliding(0, Duration.ofMinutes(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Budget.Allowance.sliding(120, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Budget("app", Budget.Scope.CLIENT, List.of(), true, Duration.ofMinutes(1)))
        .withMessageContaining("no allowance");
  }

  @Test
  void requestHasAFormOrAJsonBodyNotBoth() {
    ProviderRequest form = ProviderRequest.post("api", "/measure", "getmeas").withForm("a", "1");

    assertThatIllegalArgumentException().isThrownBy(() -> form.withJson("{}"));
  }

  @Test
  void requestTextShowsNoParameter() {
    ProviderRequest request =
        ProviderRequest.post("api", "/measure", "getmeas")
            .withForm("userid", "45678912")
            .withQuery("day", "2026-03-29");

    assertThat(request).hasToString("POST api getmeas");
    assertThat(request.form().toString()).doesNotContain("45678912");
  }

  @Test
  void withMethodsLeaveTheOriginalAlone() {
    ProviderRequest request = ProviderRequest.get("api", "/measure", "getmeas");

    ProviderRequest changed =
        request
            .withHeader("Accept", "application/json")
            .withCharge("reads", 2)
            .with(ProviderRequest.Authentication.NONE);

    assertThat(request.headers()).isEmpty();
    assertThat(request.charges()).isEmpty();
    assertThat(request.authentication()).isEqualTo(ProviderRequest.Authentication.BEARER);
    assertThat(changed.charges()).containsEntry("reads", 2L);
  }

  @Test
  void windowMustNotBeEmpty() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Window(NOON, NOON));
    assertThatIllegalArgumentException().isThrownBy(() -> new Window(NOON, NOON.minusMillis(1)));
  }

  @Test
  void cursorHasALongestValue() {
    assertThat(new Cursor(1, "x".repeat(Cursor.MAX_LENGTH)).version()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cursor(1, "x".repeat(Cursor.MAX_LENGTH + 1)));
  }

  @Test
  void payloadIsImmutableAndItsTextHidesTheContent() {
    byte[] bytes = {'7', '2'};
    Payload payload = Payload.of(bytes);

    bytes[0] = '9';
    payload.toByteArray()[1] = '9';

    assertThat(payload.utf8()).isEqualTo("72");
    assertThat(payload).isEqualTo(Payload.of("72")).hasToString("Payload[2 bytes]");
    assertThat(payload.asReadOnlyBuffer().isReadOnly()).isTrue();
  }

  @Test
  void accountsNeedAnIdAndDoNotShowIt() {
    assertThatIllegalArgumentException().isThrownBy(() -> Account.of(" "));
    assertThat(Account.of("45678912").toString()).doesNotContain("45678912");
    assertThat(new Grant("default", "45678912", Set.of("read"), "member-7").toString())
        .doesNotContain("45678912", "member-7");
  }

  @Test
  void sourceKeyHasALongestLength() {
    assertThat(header("body-weight", "k".repeat(Header.MAX_SOURCE_KEY)).type())
        .isEqualTo("body-weight");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> header("body-weight", "k".repeat(Header.MAX_SOURCE_KEY + 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> header(" ", "k"));
    assertThatIllegalArgumentException().isThrownBy(() -> header("body-weight", ""));
  }

  @Test
  void panelNeedsAComponentAndADeviceAnId() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Reading.Panel(header("blood-pressure", "1/bp"), List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceOfOrigin("", null, null, null));
  }

  @Test
  void whatWasAddedLaterHasADefault() {
    DeviceOfOrigin watch = new DeviceOfOrigin("d1", "watch", "Acme", "M 1");
    assertThat(watch).isEqualTo(new DeviceOfOrigin("d1", "watch", "Acme", "M 1", null, null, null));
    Header header = header("ecg", "1");
    BigDecimal rate = BigDecimal.valueOf(300);
    Reading.Waveform plain =
        new Reading.Waveform(header, "I", rate, "uV", List.of(rate), List.of());
    assertThat(plain.factor()).isEqualTo(BigDecimal.ONE);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Reading.Waveform(
                    header, "I", rate, "uV", BigDecimal.ZERO, List.of(rate), List.of()));
  }

  @Test
  void periodMustNotEndBeforeItStarts() {
    Timing.Moment noon = Timing.Moment.in(NOON, ZoneId.of("Europe/Berlin"));
    Timing.Moment before = Timing.Moment.in(NOON.minusSeconds(1), ZoneId.of("Europe/Berlin"));

    assertThatIllegalArgumentException().isThrownBy(() -> new Timing.Between(noon, before));
  }

  @Test
  void offsetOfAZoneIsTheOneOfThatInstant() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Instant beforeTheChange = Instant.parse("2026-03-29T00:59:59Z");

    assertThat(Timing.Moment.in(beforeTheChange, berlin).offset()).hasToString("+01:00");
    assertThat(Timing.Moment.in(beforeTheChange.plusSeconds(1), berlin).offset())
        .hasToString("+02:00");
  }

  @Test
  void headersOfANotificationAreFoundInAnyCase() {
    Notification notification =
        new Notification(
            "POST",
            Map.of("x-signature", List.of("abc")),
            Map.of("userid", List.of("45678912")),
            Payload.of("secret"),
            NOON);

    assertThat(notification.header("X-Signature")).contains("abc");
    assertThat(notification.parameter("userid")).contains("45678912");
    assertThat(notification.toString()).doesNotContain("45678912", "secret", "abc");
  }

  @Test
  void refusedNotificationCarriesNoChanges() {
    assertThat(Notified.refused("no signature").changes()).isEmpty();
    assertThat(Notified.refused("no signature").status()).isEqualTo(403);
    assertThat(Notified.accepted(200, List.of(new Change.Revoked("45678912"))).toString())
        .doesNotContain("45678912");
  }

  @Test
  void numbersOfStandardErrorsAreUniqueAndInTheirRange() {
    assertThat(Arrays.stream(StandardError.values()).map(StandardError::number))
        .doesNotHaveDuplicates()
        .allMatch(number -> number >= 1000 && number <= 1999);
  }

  @Test
  void messageOfAFailureBeginsWithItsCode() {
    ProviderException failure =
        new ProviderException(StandardError.THROTTLED, "status 601", Duration.ofSeconds(60), null);

    assertThat(failure).hasMessage("THROTTLED: status 601");
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(60));
    assertThat(failure.code().remedy()).isEqualTo(Remedy.RETRY);
  }

  private static Header header(String type, String sourceKey) {
    return new Header(
        type,
        sourceKey,
        new Timing.At(Timing.Moment.in(NOON, ZoneId.of("Europe/Berlin"))),
        null,
        RecordingMethod.AUTOMATIC,
        null,
        false,
        Map.of());
  }

  private static StreamDescriptor stream(String name) {
    return stream(name, Duration.ofHours(1), Duration.ZERO);
  }

  private static StreamDescriptor stream(String name, Duration interval, Duration lookBack) {
    return new StreamDescriptor(
        name,
        "A stream",
        Set.of("read"),
        StreamDescriptor.Movement.INCREMENTAL,
        StreamDescriptor.Granularity.INSTANT,
        null,
        lookBack,
        interval,
        null,
        true,
        null);
  }

  private static Region region(String id) {
    return new Region(
        id,
        id,
        Map.of(
            Region.AUTHORIZE, URI.create("https://a.example/authorize"),
            Region.TOKEN, URI.create("https://a.example/token")));
  }

  private static Authorization authorization(List<Region> regions) {
    return new Authorization(
        regions,
        Authorization.ClientAuthentication.BODY,
        Authorization.Pkce.NONE,
        " ",
        List.of(new Authorization.Scope("read", "Reads.", true)),
        Map.of(),
        TokenEndpoint.standard(),
        Refresh.rotating());
  }

  private static ProviderDescriptor provider(String id, List<StreamDescriptor> streams) {
    return new ProviderDescriptor(
        id,
        "Acme",
        SpiVersion.current(),
        authorization(List.of(region("default"))),
        streams,
        List.of(),
        Set.of(),
        List.of());
  }
}

package org.healthsync.testkit.sample;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.healthsync.spi.PluginContext;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.notify.Notification;
import org.healthsync.spi.notify.NotificationContext;
import org.healthsync.spi.notify.Notified;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Header.RecordingMethod;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.ReadingSink;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Value;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.RawPage;

/** Acme Scales at work. Its cursor is the number of pages read. */
final class SampleProvider implements Provider {

  private static final AtomicLong INVENTED = new AtomicLong();

  private final PluginContext context;
  private final Flaw flaw;

  SampleProvider(PluginContext context, Flaw flaw) {
    this.context = context;
    this.flaw = flaw;
  }

  @Override
  public Page fetch(FetchRequest request, ProviderHttp http) throws ProviderException {
    if (flaw == Flaw.LOGS_THE_ACCOUNT) {
      context.log().log(System.Logger.Level.INFO, "fetching for " + request.account().id());
    }
    long page = request.cursor().map(cursor -> Long.parseLong(cursor.value())).orElse(0L);
    ProviderRequest question =
        ProviderRequest.get("api", "/weights", "weights").withQuery("page", Long.toString(page));
    if (request.window().isPresent()) {
      LocalDate from = day(request.window().get().from());
      LocalDate to = day(request.window().get().to());
      question =
          question
              .withQuery("from", from.toString())
              .withQuery("to", (flaw == Flaw.WIDENS_WINDOWS ? to.plusDays(1) : to).toString());
    }
    ProviderResponse response = http.send(question);
    boolean more = more(response, page);
    long next = flaw == Flaw.LOSES_THE_CURSOR && !more ? 0 : page + 1;
    return new Page(raw(response), new Cursor(1, Long.toString(next)), more);
  }

  private boolean more(ProviderResponse response, long asked) throws ProviderException {
    try {
      boolean more = response.json().get("more").truth().orElse(false);
      if (more
          && flaw != Flaw.FOLLOWS_FOR_EVER
          && response.json().get("page").integer().orElse(-1) != asked) {
        throw new ProviderException(StandardError.ENDLESS_PAGING, "another page than asked for");
      }
      return more && flaw != Flaw.FORGETS_LATER_PAGES;
    } catch (ProviderException e) {
      if (flaw == Flaw.QUOTES_PAYLOAD) {
        throw new ProviderException(
            StandardError.BAD_PAYLOAD, "cannot read " + response.body().utf8(), e);
      }
      throw e;
    }
  }

  private RawPage raw(ProviderResponse response) {
    return new RawPage(
        "weights", response.body(), "application/json", Map.of(), context.clock().instant());
  }

  private static LocalDate day(Instant bound) {
    return LocalDate.ofInstant(bound, ZoneOffset.UTC);
  }

  @Override
  public Verdict classify(ProviderRequest request, ProviderResponse response) {
    return flaw == Flaw.CLASSIFIES_NOTHING ? Verdict.ok() : Verdict.ofHttpStatus(response);
  }

  @Override
  public void map(RawPage page, ReadingSink sink) throws ProviderException {
    for (JsonView weight : context.json().read(page.payload()).get("weights").elements()) {
      Optional<BigDecimal> kilograms = weight.get("kg").decimal();
      if (kilograms.isEmpty()) {
        sink.skipped("unknown-measure");
      } else {
        sink.reading(reading(weight, kilograms.get()));
      }
    }
  }

  private Reading reading(JsonView weight, BigDecimal kilograms) {
    String id =
        flaw == Flaw.INVENTS_IDS
            ? "invented-" + INVENTED.incrementAndGet()
            : weight.get("id").text().orElseThrow();
    Instant at = Instant.parse(weight.get("at").text().orElseThrow());
    return new Reading.Scalar(
        new Header(
            "body-weight",
            id,
            new Timing.At(Timing.Moment.at(at, ZoneOffset.UTC)),
            null,
            RecordingMethod.AUTOMATIC,
            null,
            false,
            Map.of()),
        Value.Quantity.of(kilograms, "kg"));
  }

  @Override
  public void revoke(Account account, ProviderHttp http) throws ProviderException {
    try {
      http.send(ProviderRequest.delete("api", "/grant", "revoke"));
    } catch (ProviderException e) {
      boolean gone = e.code() == StandardError.UNAUTHORIZED;
      if (!gone && flaw != Flaw.PRETENDS_TO_REVOKE) {
        throw e;
      }
    }
  }

  @Override
  public Notified onNotification(Notification notification, NotificationContext context) {
    byte[] code =
        context.client().mac(ClientSigner.Mac.HMAC_SHA256, notification.body().toByteArray(), "");
    boolean signed =
        notification
            .header("X-Signature")
            .filter(HexFormat.of().formatHex(code)::equals)
            .isPresent();
    if (!signed && flaw != Flaw.TRUSTS_NOTIFICATIONS) {
      return Notified.refused("signature is missing or wrong");
    }
    String account = new String(notification.body().toByteArray(), StandardCharsets.UTF_8);
    return Notified.accepted(200, List.of(new Change.Fetch(account, "weights", null)));
  }
}

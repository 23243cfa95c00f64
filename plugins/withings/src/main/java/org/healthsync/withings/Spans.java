package org.healthsync.withings;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.healthsync.spi.stream.Window;

/** How windows are asked for. */
final class Spans {

  private Spans() {}

  /** The request for a window of the stream. */
  static ProviderRequest within(WithingsStream stream, Window window) {
    return stream.granularity() == Granularity.LOCAL_DAY
        ? days(stream.request(), utcDay(window.from()), utcDay(window.to().minusNanos(1)))
        // whether enddate itself belongs to it is not documented: a second too many does no harm
        : seconds(
            stream.request(),
            window.from().getEpochSecond(),
            window.to().plusNanos(999_999_999).getEpochSecond());
  }

  /** Both days belong to it. */
  static ProviderRequest days(ProviderRequest request, LocalDate first, LocalDate last) {
    return request
        .withForm("startdateymd", first.toString())
        .withForm("enddateymd", last.toString());
  }

  static ProviderRequest seconds(ProviderRequest request, long from, long to) {
    return request
        .withForm("startdate", Long.toString(from))
        .withForm("enddate", Long.toString(to));
  }

  /** Bounds of day windows are midnights UTC that denote the person's days. */
  static LocalDate utcDay(Instant bound) {
    return LocalDate.ofInstant(bound, ZoneOffset.UTC);
  }
}

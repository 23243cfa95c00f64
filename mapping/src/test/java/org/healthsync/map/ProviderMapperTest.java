package org.healthsync.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.healthsync.spi.Provider;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.ReadingSink;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Value;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.RawPage;
import org.junit.jupiter.api.Test;

class ProviderMapperTest {

  private static Reading steps(int number, String key) {
    Header header =
        new Header(
            "step-count-day",
            key,
            new Timing.OnDay(LocalDate.of(2026, 11, 20), null),
            null,
            Header.RecordingMethod.UNKNOWN,
            null,
            false,
            Map.of());
    return new Reading.Scalar(header, Value.Quantity.of(BigDecimal.valueOf(number), "1"));
  }

  /** Maps by code: three readings of two keys, a problem and two skipped parts. */
  private static final class ByCode implements Provider {

    @Override
    public Page fetch(FetchRequest request, ProviderHttp http) {
      throw new UnsupportedOperationException("this provider maps only");
    }

    @Override
    public void map(RawPage page, ReadingSink sink) {
      sink.reading(steps(1, "a"));
      sink.reading(steps(2, "b"));
      sink.skipped("goal");
      sink.problem(new MappingProblem("missing-unit", "/x", "no unit", null, null));
      sink.reading(steps(3, "a"));
      sink.skipped("goal");
    }
  }

  @Test
  void mappingByCodeIsSeenLikeMappingByFile() throws Exception {
    StreamMapper mapper = new ProviderMapper(new ByCode(), "acme/steps@1");
    MappedPage page = mapper.map(MappingFixture.page("{}"));
    assertThat(mapper.mappingVersion()).isEqualTo("acme/steps@1");
    assertThat(page.readings()).containsExactly(steps(2, "b"), steps(3, "a"));
    assertThat(page.problems()).hasSize(1);
    assertThat(page.skipped()).isEqualTo(Map.of("goal", 2));
  }
}

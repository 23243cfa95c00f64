package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.plugin.HostFailure;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class PageFetcherTest {

  private static final RealRedis REDIS = new RealRedis();
  private static final Cursor CURSOR = new Cursor(1, "42");
  private static final FetchRequest REQUEST =
      new FetchRequest("weights", Account.of("a"), null, CURSOR, null, Set.of());

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @Test
  void completePageIsHandedOn() throws Exception {
    Page page = page("weights", "{}", new Cursor(1, "43"), true);
    assertThat(fetch((request, http) -> page)).isSameAs(page);
  }

  @Test
  void cursorThatStandsStillIsFineWhenNothingFollows() throws Exception {
    Page page = page("weights", "{}", CURSOR, false);
    assertThat(fetch((request, http) -> page)).isSameAs(page);
  }

  @Test
  void cursorThatStandsStillThoughMoreFollowsIsEndlessPaging() {
    assertThat(code((request, http) -> page("weights", "{}", CURSOR, true)))
        .isEqualTo(StandardError.ENDLESS_PAGING);
  }

  @Test
  void pageOfAnotherStreamIsADefect() {
    assertThat(code((request, http) -> page("sleep", "{}", CURSOR, false)))
        .isEqualTo(StandardError.PLUGIN_DEFECT);
  }

  @Test
  @SuppressWarnings("NullAway") // a plugin that was compiled without null checks does this
  void pageWithoutCursorOrPayloadIsADefect() {
    assertThat(
            code(
                (request, http) ->
                    new Page(page("weights", "{}", CURSOR, false).raw(), null, false)))
        .isEqualTo(StandardError.PLUGIN_DEFECT);
    assertThat(code((request, http) -> new Page(null, CURSOR, false)))
        .isEqualTo(StandardError.PLUGIN_DEFECT);
  }

  @Test
  void pageOverTheLimitIsABadPayload() {
    assertThat(code((request, http) -> page("weights", "x".repeat(1001), CURSOR, false)))
        .isEqualTo(StandardError.BAD_PAYLOAD);
  }

  @Test
  void accessEndsWithTheCallItWasLentFor() throws Exception {
    List<ProviderHttp> kept = new ArrayList<>();
    fetch(
        (request, http) -> {
          kept.add(http);
          return page("weights", "{}", CURSOR, false);
        });
    ProviderException failure =
        catchThrowableOfType(
            ProviderException.class,
            () -> kept.get(0).send(ProviderRequest.get("api", "", "late")));
    assertThat(failure).hasMessageContaining("after the call had ended");
  }

  @Test
  void failureOfTheServiceStaysOneWhateverThePluginMakesOfIt() {
    Provider plugin =
        (request, http) -> {
          try {
            http.send(ProviderRequest.get("api", "weights", "getweights"));
          } catch (RuntimeException e) {
            throw new ProviderException(StandardError.BAD_PAYLOAD, "no weights", null, e);
          }
          return page("weights", "{}", CURSOR, false);
        };
    try (FetchBench bench = bench(plugin)) {
      ProviderHttp http = bench.http(new NoDatabase());
      assertThatThrownBy(() -> bench.fetcher().fetch(bench.plugin(), REQUEST, http))
          .isInstanceOf(HostFailure.class)
          .cause()
          .hasMessage("the database is away");
    }
  }

  private static final class NoDatabase implements TokenSource {
    @Override
    public AccessToken current() {
      throw new IllegalStateException("the database is away");
    }

    @Override
    public AccessToken renew(AccessToken refused) {
      throw new IllegalStateException("the database is away");
    }
  }

  private static ErrorCode code(Provider provider) {
    return catchThrowableOfType(ProviderException.class, () -> fetch(provider)).code();
  }

  private static Page fetch(Provider provider) throws ProviderException {
    try (FetchBench bench = bench(provider)) {
      return bench.fetcher().fetch(bench.plugin(), REQUEST, bench.http());
    }
  }

  private static FetchBench bench(Provider provider) {
    return new FetchBench(REDIS, URI.create("http://127.0.0.1:1/"), provider);
  }

  private static Page page(String stream, String body, Cursor next, boolean more) {
    return new Page(
        new RawPage(
            stream,
            Payload.of(body),
            "application/json",
            Map.of(),
            Instant.parse("2026-11-22T10:00:00Z")),
        next,
        more);
  }
}

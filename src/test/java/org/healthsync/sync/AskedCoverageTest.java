package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.sync.Replica.MEASURES;
import static org.healthsync.sync.Replica.weights;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.User;
import org.healthsync.ledger.Coverage;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.ledger.StreamStates;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.UserId;
import org.healthsync.schedule.OpenWork;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.Trail;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.Window;
import org.healthsync.sync.CoverageView.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AskedCoverageTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-03-30T08:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  private final Replica replica =
      new Replica(DATABASE, clock, Sealer.of(Sealer.newKeyset()), THREADS);
  private final ConnectionId connection = DATABASE.connection();
  private final SyncTarget target = OneTarget.of(connection, BERLIN);
  private final AskedCoverage asked =
      new AskedCoverage(
          new AskedCoverage.Accounts(
              this::account, AskedCoverageTest::user, id -> Optional.of(target.plugin())),
          new Coverage(DATABASE.database()),
          new StreamStates(DATABASE.database(), clock),
          new OpenWork(DATABASE.database()),
          clock);

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  @Test
  void windowThatWasReadIsToldByLocalDaysAlsoOverAChangeOfTheClocks() throws ProviderException {
    // in Berlin the 29th of March 2026 has 23 hours: it ends at 22:00 UTC
    read(
        window("2026-03-27T23:00:00Z", "2026-03-29T22:00:00Z"),
        "{\"items\":[{\"id\":1,\"at\":1774821599,\"kg\":72.5}]}");

    CoverageView view = asked.of(LedgerDatabase.TENANT, connection, day(27), day(31), "measures");

    assertThat(view.days())
        .extracting(day -> day.day().getDayOfMonth() + " " + day.streams().get(0).status())
        .containsExactly("27 NOT_COVERED", "28 EMPTY", "29 FETCHED", "30 NOT_COVERED");
    assertThat(view.days().get(2).streams().get(0).types())
        .containsExactly(new CoverageView.OfType("body-weight", 1, 1));
    assertThat(view.zone()).isEqualTo("Europe/Berlin");
  }

  @Test
  void streamIsToldUpToItsLastLookAndWhatWasNotGrantedIsSaid() throws ProviderException {
    read(null, "{\"items\":[{\"id\":2,\"at\":1774569600,\"kg\":72.5}]}");
    clock.advance(Duration.ofHours(2));

    CoverageView view = asked.of(LedgerDatabase.TENANT, connection, day(26), day(31), null);

    assertThat(view.days())
        .extracting(day -> day.streams().get(0).status())
        .as("the day of the first reading is read only from that moment on")
        .containsExactly(
            Status.NOT_COVERED, Status.FETCHED, Status.EMPTY, Status.EMPTY, Status.EMPTY);
    assertThat(view.days().get(4).streams().get(0).until()).isEqualTo(NOW);
    assertThat(view.days().get(0).streams())
        .extracting(of -> of.stream() + " " + of.status())
        .contains("activity NOT_COVERED", "ecg NOT_PERMITTED");
  }

  @Test
  void wrongQuestionsAreRefused() {
    TenantId ward = LedgerDatabase.TENANT;
    assertCode(ProblemCode.EMPTY_WINDOW, () -> asked.of(ward, connection, day(3), day(3), null));
    assertCode(
        ProblemCode.INVALID_FIELD,
        () -> asked.of(ward, connection, day(1), day(1).plusDays(367), null));
    assertThat(asked.of(ward, connection, day(1), day(1).plusDays(366), null).days()).hasSize(366);
    assertCode(
        ProblemCode.UNKNOWN_STREAM, () -> asked.of(ward, connection, day(1), day(2), "dreams"));
    assertCode(
        ProblemCode.NOT_FOUND,
        () -> asked.of(new TenantId("other"), connection, day(1), day(2), null));
  }

  private static void assertCode(
      ProblemCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }

  private void read(@Nullable Window window, String json) throws ProviderException {
    replica.activate(MEASURES, weights(1));
    replica.answers(json, clock.instant());
    SyncRequest request =
        new SyncRequest(
            RequestId.random(),
            LedgerDatabase.TENANT,
            connection,
            "measures",
            window,
            Lane.INTERACTIVE,
            null,
            0,
            clock.instant(),
            SyncRequest.Kind.FETCH,
            Trail.START);
    var claim = DATABASE.claim(connection);
    replica.pipeline.nextPage(target, claim, request);
    replica.pipeline.complete(target, claim, request);
  }

  private AccountConnection account(TenantId tenant, ConnectionId id) {
    if (!tenant.equals(LedgerDatabase.TENANT)) {
      throw new ProblemException(ProblemCode.NOT_FOUND, "There is no such connection");
    }
    return new AccountConnection(
        id,
        tenant,
        new UserId("ann"),
        new ProviderId("sample"),
        "default",
        ConnectionStatus.ACTIVE,
        "u1",
        null,
        Set.of("metrics", "activity"),
        URI.create("https://app.example/done"),
        NOW,
        NOW,
        NOW);
  }

  private static User user(TenantId tenant, UserId id) {
    return new User(tenant, id, "Patient/p1", BERLIN, NOW, NOW);
  }

  private static LocalDate day(int ofMarch) {
    return LocalDate.of(2026, 3, ofMarch);
  }

  private static Window window(String from, String to) {
    return new Window(Instant.parse(from), Instant.parse(to));
  }
}

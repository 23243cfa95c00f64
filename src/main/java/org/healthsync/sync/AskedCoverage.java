package org.healthsync.sync;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.User;
import org.healthsync.ledger.Coverage;
import org.healthsync.ledger.FoundReadings;
import org.healthsync.ledger.StreamCoverage;
import org.healthsync.ledger.StreamState;
import org.healthsync.ledger.StreamStates;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.UserId;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.schedule.OpenWork;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.Window;
import org.healthsync.sync.CoverageView.OfStream;
import org.healthsync.sync.CoverageView.OfType;
import org.jspecify.annotations.Nullable;

/** Tells what is there of a connection's data and what is not, within the caller's tenant. */
public final class AskedCoverage {

  /** Days of one call. */
  static final int MOST_DAYS = 366;

  private final Accounts accounts;
  private final Coverage coverage;
  private final StreamStates states;
  private final OpenWork work;
  private final Clock clock;

  AskedCoverage(
      Accounts accounts, Coverage coverage, StreamStates states, OpenWork work, Clock clock) {
    this.accounts = accounts;
    this.coverage = coverage;
    this.states = states;
    this.work = work;
    this.clock = clock;
  }

  /**
   * Who owns a connection and what its provider has.
   *
   * @param connection a tenant's connection, or {@code not-found}
   * @param user a tenant's user, or {@code not-found}
   * @param plugin a provider at work
   */
  record Accounts(
      BiFunction<TenantId, ConnectionId, AccountConnection> connection,
      BiFunction<TenantId, UserId, User> user,
      Function<ProviderId, Optional<ActivePlugin>> plugin) {}

  /**
   * What is known of the days.
   *
   * @param from first local day
   * @param to first local day that is not told of
   * @param only this stream; null for all
   * @throws ProblemException {@code not-found}, {@code empty-window}, {@code invalid-field} for too
   *     many days, {@code unknown-stream}, {@code conflict} while the provider is not at work
   */
  public CoverageView of(
      TenantId tenant, ConnectionId id, LocalDate from, LocalDate to, @Nullable String only) {
    AccountConnection connection = accounts.connection().apply(tenant, id);
    check(from, to);
    ActivePlugin plugin =
        accounts
            .plugin()
            .apply(connection.provider())
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemCode.CONFLICT, "The provider's plugin is not active"));
    ZoneId zone = accounts.user().apply(tenant, connection.user()).zone();
    List<LocalDate> days = from.datesUntil(to).toList();
    List<List<OfStream>> told = new ArrayList<>();
    days.forEach(day -> told.add(new ArrayList<>()));
    Known known = known(connection);
    for (StreamDescriptor stream : streams(plugin, only)) {
      StreamDays of = known.of(stream, connection, zone, clock.instant());
      tell(tenant, id, of, windows(stream, days, zone), told);
    }
    return view(id, from, to, zone, days, told);
  }

  private static void check(LocalDate from, LocalDate to) {
    if (!from.isBefore(to)) {
      throw new ProblemException(
          ProblemCode.EMPTY_WINDOW, "from must lie before to; to is not told of itself", "from");
    }
    if (ChronoUnit.DAYS.between(from, to) > MOST_DAYS) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD, "Ask for at most " + MOST_DAYS + " days in one call", "to");
    }
  }

  private static List<StreamDescriptor> streams(ActivePlugin plugin, @Nullable String only) {
    List<StreamDescriptor> streams = plugin.descriptor().streams();
    if (only == null) {
      return streams;
    }
    return List.of(
        plugin.descriptor().stream(only)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemCode.UNKNOWN_STREAM,
                        "choose from " + streams.stream().map(StreamDescriptor::name).toList(),
                        "stream")));
  }

  private Known known(AccountConnection connection) {
    Map<String, StreamState> progress =
        states.of(connection.id()).stream()
            .collect(Collectors.toMap(StreamState::stream, Function.identity()));
    return new Known(coverage.of(connection.id()), progress, work.of(connection.id()));
  }

  private void tell(
      TenantId tenant,
      ConnectionId id,
      StreamDays of,
      List<Window> windows,
      List<List<OfStream>> told) {
    List<Instant> bounds = new ArrayList<>(windows.stream().map(Window::from).toList());
    bounds.add(windows.get(windows.size() - 1).to());
    Map<Integer, List<OfType>> found =
        coverage.found(tenant, id, of.stream().name(), bounds).stream()
            .collect(
                Collectors.groupingBy(
                    FoundReadings::day,
                    Collectors.mapping(
                        row -> new OfType(row.type(), row.readings(), row.resources()),
                        Collectors.toList())));
    for (int day = 0; day < windows.size(); day++) {
      told.get(day).add(of.tell(windows.get(day), found.getOrDefault(day, List.of())));
    }
  }

  private static List<Window> windows(StreamDescriptor stream, List<LocalDate> days, ZoneId zone) {
    return days.stream().map(day -> DayWindows.of(stream, day, day.plusDays(1), zone)).toList();
  }

  private static CoverageView view(
      ConnectionId id,
      LocalDate from,
      LocalDate to,
      ZoneId zone,
      List<LocalDate> days,
      List<List<OfStream>> told) {
    List<CoverageView.Day> all = new ArrayList<>();
    for (int day = 0; day < days.size(); day++) {
      all.add(new CoverageView.Day(days.get(day), told.get(day)));
    }
    return new CoverageView(id.toString(), from, to, zone.getId(), all);
  }

  /** What is stored of the streams of a connection. */
  private record Known(
      Map<String, StreamCoverage> read,
      Map<String, StreamState> progress,
      List<OpenWork.Open> open) {

    StreamDays of(StreamDescriptor stream, AccountConnection connection, ZoneId zone, Instant now) {
      StreamState state = progress.get(stream.name());
      boolean permitted =
          connection.status() == ConnectionStatus.ACTIVE
              && connection.grantedScopes().containsAll(stream.scopes());
      return new StreamDays(
          stream,
          permitted,
          read.getOrDefault(stream.name(), StreamCoverage.NOTHING),
          state == null ? null : state.lastError(),
          open.stream().filter(work -> work.stream().equals(stream.name())).toList(),
          ReadSpan.moment(stream, now, zone));
    }
  }
}

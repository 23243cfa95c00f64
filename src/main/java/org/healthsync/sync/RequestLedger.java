package org.healthsync.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsync.connect.token.Loss;
import org.healthsync.ledger.StreamStates;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WaitingRequests;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;

/** What becomes of requests: begun, put back, succeeded, failed. Each step is one transaction. */
final class RequestLedger {

  private static final Set<ErrorCode> CONTINUATION =
      Set.of(StandardError.REQUEST_REFUSED, StandardError.API_GONE);

  private static final Duration FOR_OPERATOR = Duration.ofSeconds(30);
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(15);

  private static final String WORKER_LOST = "WORKER_LOST";
  private static final String SERVICE_DEFECT = "SERVICE_DEFECT";

  /** Classes of SQL states that tell of the data: data exceptions and limits of the program. */
  private static final Set<String> DATA = Set.of("22", "23", "54");

  // so many deaths in a row, without a page in between, are no chance any more
  private static final int SUSPICIOUS = 3;

  private final Database database;
  private final Clock clock;
  private final WaitingRequests waiting = new WaitingRequests();
  private final SyncRequests requests;
  private final SyncRuns runs;
  private final EndedRequests ended;
  private final StreamStates streams;
  private final DueStreams due;
  private final LostGrants lostGrants;
  private final BackOff backOff;
  private final PollIntervals intervals;
  private final int maxAttempts;

  RequestLedger(
      Database database,
      Clock clock,
      SyncRequests requests,
      SyncRuns runs,
      StreamStates streams,
      DueStreams due,
      LostGrants lostGrants,
      BackOff backOff,
      PollIntervals intervals,
      int maxAttempts) {
    this.database = database;
    this.clock = clock;
    this.requests = requests;
    this.runs = runs;
    this.ended = new EndedRequests(requests, runs, clock);
    this.streams = streams;
    this.due = due;
    this.lostGrants = lostGrants;
    this.backOff = backOff;
    this.intervals = intervals;
    this.maxAttempts = maxAttempts;
  }

  /**
   * What is worked on.
   *
   * @param untouched whether nothing of it was read before
   */
  record Begun(SyncRequest request, boolean untouched) {}

  /** Takes the most urgent request that may be worked on now. */
  Optional<Begun> begin(Claim claim) {
    return database.inTransaction(
        transaction -> {
          claim.require(transaction);
          Instant now = clock.instant();
          Optional<SyncRequest> next = waiting.next(transaction, claim.connection(), now);
          if (next.isEmpty()) {
            return Optional.empty();
          }
          requests.start(transaction, next.get().id(), now);
          runs.running(transaction, next.get().id(), now);
          boolean untouched = next.get().startedAt() == null;
          return requests
              .find(transaction, next.get().id())
              .map(request -> new Begun(request, untouched));
        });
  }

  /**
   * The request as it is after a page was stored, its row of failures ended; empty when it was
   * called off meanwhile.
   */
  Optional<SyncRequest> reread(SyncRequest request) {
    return database.inTransaction(
        transaction -> {
          if (request.attempts() > 0) {
            requests.progressed(transaction, request.id());
          }
          return requests.find(transaction, request.id());
        });
  }

  boolean moreUrgentWaits(SyncRequest running) {
    return database.inTransaction(
        transaction -> waiting.moreUrgentWaits(transaction, running, clock.instant()));
  }

  /** When the connection's next turn is, found in the transaction that ends this one. */
  WorkQueue.NextTurn next(ConnectionId connection) {
    return transaction -> {
      Instant now = clock.instant();
      // never in the past: whoever has just had a turn queues behind the others
      return waiting
          .nextTurn(transaction, connection, now)
          .map(turn -> turn.at().isBefore(now) ? new WorkQueue.Turn(now, turn.lane()) : turn);
    };
  }

  /** The next turn is not before {@code at}. */
  WorkQueue.NextTurn later(ConnectionId connection, Instant at) {
    return transaction ->
        next(connection)
            .find(transaction)
            .map(turn -> turn.at().isBefore(at) ? new WorkQueue.Turn(at, turn.lane()) : turn);
  }

  /** Notes that a request was read to its end. */
  void succeeded(SyncTarget target, Claim claim, SyncRequest request) {
    if (request.kind() == SyncRequest.Kind.FETCH) {
      if (request.window().isPresent()) {
        streams.markSuccess(claim, request.stream());
      } else {
        streams.markComplete(claim, request.stream());
      }
    }
    // a window that the provider told of is what a look for news would have found
    boolean news = request.window().isEmpty() || request.lane() == Lane.WEBHOOK;
    Optional<Duration> again =
        target.stream(request.stream())
            .filter(stream -> news)
            .map(stream -> backOff.jitter(intervals.of(target.connection(), stream)));
    inClaim(
        claim,
        transaction -> {
          ended.end(transaction, request, SyncRuns.Outcome.SUCCEEDED, null);
          if (again.isPresent()) {
            due.again(transaction, request.connection(), request.stream(), again.get());
          }
        });
  }

  /**
   * Does what the error's remedy says. A request of which nothing was read yet, which has no {@link
   * SyncRequest#startedAt}, waits as one whose work has not begun: whoever asks for the same
   * meanwhile joins it, however long that takes.
   */
  void failed(SyncTarget target, Claim claim, SyncRequest request, ProviderException error) {
    ErrorCode code = error.code();
    if (code == StandardError.THROTTLED) {
      hold(claim, request, backOff.atLeast(error.retryAfter().orElse(Duration.ofMinutes(1))));
      return;
    }
    if (request.kind() == SyncRequest.Kind.REAPPLY) {
      reapplicationFailed(claim, request, code);
      return;
    }
    streams.markFailure(claim, request.stream(), code.name());
    if (code == MappingError.MAPPING_BROKEN) {
      awaitOperator(claim, request);
      return;
    }
    switch (code.remedy()) {
      case RETRY -> retry(claim, request, error);
      case REAUTHORIZE -> grantRefused(claim, request, error);
      case SKIP -> {
        end(claim, request, SyncRuns.Outcome.SKIPPED, code.name(), Duration.ofDays(1));
      }
      case STOP -> {
        if (!CONTINUATION.contains(code) || !begunAnew(claim, request)) {
          giveUp(claim, request, code.name());
        }
      }
    }
  }

  /**
   * What a provider refuses in the middle of its pages may be the place from which it was to go on:
   * page tokens expire while a request waits. It is read from its beginning once more; what is
   * there already makes no difference.
   *
   * @return false when nothing was read of it yet, or it was begun anew before
   */
  private boolean begunAnew(Claim claim, SyncRequest request) {
    Instant now = clock.instant();
    return database.inTransaction(
        transaction -> {
          claim.require(transaction);
          // a stream that is refused again stays where it is: the next request is begun anew from
          // there
          boolean anew =
              requests.anew(transaction, request.id(), now)
                  && (request.window().isPresent()
                      ? request.progress() != null
                      : streams.back(transaction, request.connection(), request.stream()));
          if (!anew) {
            return false;
          }
          Instant again = now.plus(backOff.after(1));
          requests.putBack(transaction, request.id(), again, request.attempts());
          return true;
        });
  }

  /** The loss and the end of all requests are one step; a refusal of earlier tokens is no loss. */
  private void grantRefused(Claim claim, SyncRequest request, ProviderException error) {
    String code = error.code().name();
    Loss loss =
        database.inTransaction(
            transaction -> {
              claim.require(transaction);
              long rotation = RefusedToken.rotation(error);
              Loss found = lostGrants.lost(transaction, claim.connection(), rotation, code);
              if (found != Loss.RENEWED) {
                ended.all(transaction, claim.connection(), SyncRuns.Outcome.FAILED, code);
              }
              return found;
            });
    switch (loss) {
      case NOW -> lostGrants.committed(claim.connection());
      case BEFORE -> {}
      case RENEWED -> retry(claim, request, error);
    }
  }

  /** Nothing was asked of the provider: the stream and its times are none of its business. */
  private void reapplicationFailed(Claim claim, SyncRequest request, ErrorCode code) {
    if (code == MappingError.MAPPING_BROKEN) {
      awaitOperator(claim, request);
    } else {
      end(claim, request, SyncRuns.Outcome.FAILED, code.name());
    }
  }

  /** Waits for an operator; that is no failed attempt, and other streams go on. */
  private void awaitOperator(Claim claim, SyncRequest request) {
    Duration delay =
        database.inTransaction(transaction -> ofOperator(transaction, claim.connection()));
    putBack(claim, request, clock.instant().plus(delay), request.attempts());
  }

  private void retry(Claim claim, SyncRequest request, ProviderException error) {
    int attempts = request.attempts() + 1;
    if (attempts >= maxAttempts) {
      giveUp(claim, request, error.code().name());
      return;
    }
    Duration delay = error.retryAfter().map(backOff::atLeast).orElse(backOff.after(attempts));
    putBack(claim, request, clock.instant().plus(delay), attempts);
  }

  /** The stream is looked at again in an hour. */
  private void giveUp(Claim claim, SyncRequest request, String error) {
    end(claim, request, SyncRuns.Outcome.FAILED, error, Duration.ofHours(1));
  }

  /**
   * Puts back what no provider is to blame for. A database that is away is none of the request's
   * business; what fails time after time with this request's data is given up in the end, so that
   * the connection's other requests go on.
   */
  void broke(Claim claim, SyncRequest request, Throwable failure) {
    boolean away = failure instanceof Database.DatabaseException e && !DATA.contains(stateClass(e));
    int attempts = away ? request.attempts() : request.attempts() + 1;
    if (!away && attempts >= maxAttempts) {
      broken(claim, request);
      return;
    }
    Duration delay = away ? backOff.jitter(FOR_OPERATOR) : backOff.after(attempts);
    putBack(claim, request, clock.instant().plus(delay), attempts);
  }

  private static String stateClass(Database.DatabaseException failure) {
    String state = failure.sqlState();
    return state.substring(0, Math.min(2, state.length()));
  }

  private void broken(Claim claim, SyncRequest request) {
    if (request.kind() == SyncRequest.Kind.REAPPLY) {
      end(claim, request, SyncRuns.Outcome.FAILED, SERVICE_DEFECT);
      return;
    }
    streams.markFailure(claim, request.stream(), SERVICE_DEFECT);
    giveUp(claim, request, SERVICE_DEFECT);
  }

  /**
   * Notes that a worker died over the request that would be next. At first it is read again at
   * once, since machines end; one that ends process after process is given up as any failure.
   */
  void lost(Claim claim) {
    Instant now = clock.instant();
    database
        .inTransaction(transaction -> waiting.next(transaction, claim.connection(), now))
        .filter(request -> request.startedAt() != null)
        .ifPresent(request -> lost(claim, request, now));
  }

  private void lost(Claim claim, SyncRequest request, Instant now) {
    int attempts = request.attempts() + 1;
    if (attempts >= maxAttempts) {
      if (request.kind() == SyncRequest.Kind.REAPPLY) {
        end(claim, request, SyncRuns.Outcome.FAILED, WORKER_LOST);
      } else {
        streams.markFailure(claim, request.stream(), WORKER_LOST);
        giveUp(claim, request, WORKER_LOST);
      }
      return;
    }
    Duration delay = attempts < SUSPICIOUS ? Duration.ZERO : backOff.after(attempts);
    putBack(claim, request, now.plus(delay), attempts);
  }

  private void putBack(Claim claim, SyncRequest request, Instant notBefore, int attempts) {
    inClaim(
        claim,
        transaction -> {
          Optional<RequestId> left = released(transaction, request);
          if (left.isPresent()) {
            requests.putBack(transaction, left.get(), notBefore, attempts);
          }
        });
  }

  private void hold(Claim claim, SyncRequest request, Duration delay) {
    Instant until = clock.instant().plus(delay);
    inClaim(
        claim,
        transaction -> {
          released(transaction, request);
          waiting.hold(transaction, claim.connection(), request.lane(), until);
        });
  }

  private Optional<RequestId> released(Connection transaction, SyncRequest request)
      throws SQLException {
    return request.startedAt() == null
        ? requests.notBegun(transaction, request.id())
        : Optional.of(request.id());
  }

  /**
   * Nothing can be done for the connection, as its provider's plugin is missing, say. All waits for
   * an operator or for a replica that has it, at first for half a minute and longer the longer it
   * has waited; that is no failed attempt.
   */
  void awaitOperator(Claim claim, String reason) {
    List<SyncRequest> all =
        database.inTransaction(transaction -> requests.all(transaction, claim.connection()));
    all.stream()
        .filter(request -> request.kind() == SyncRequest.Kind.FETCH)
        .map(SyncRequest::stream)
        .distinct()
        .forEach(stream -> streams.markFailure(claim, stream, reason));
    inClaim(
        claim,
        transaction -> {
          Instant again = clock.instant().plus(ofOperator(transaction, claim.connection()));
          for (SyncRequest request : all) {
            requests.putBack(transaction, request.id(), again, request.attempts());
          }
        });
  }

  /** A tenth of the time that the connection has waited. */
  private Duration ofOperator(Connection transaction, ConnectionId connection) throws SQLException {
    Optional<Instant> since = requests.waitingSince(transaction, connection);
    Duration waited = since.map(at -> Duration.between(at, clock.instant())).orElse(Duration.ZERO);
    Duration tenth = waited.dividedBy(10);
    Duration most = tenth.compareTo(LONGEST_LOOK) < 0 ? tenth : LONGEST_LOOK;
    return backOff.atLeast(most.compareTo(FOR_OPERATOR) > 0 ? most : FOR_OPERATOR);
  }

  /** Ends what a connection that is not active has, see {@link EndedRequests#ofInactive}. */
  void endOfInactive(Claim claim) {
    inClaim(claim, transaction -> ended.ofInactive(transaction, claim.connection()));
  }

  private void end(Claim claim, SyncRequest request, SyncRuns.Outcome outcome, String error) {
    inClaim(claim, transaction -> ended.end(transaction, request, outcome, error));
  }

  /** As one step: a stream whose request is gone and that is not due would be forgotten. */
  private void end(
      Claim claim, SyncRequest request, SyncRuns.Outcome outcome, String error, Duration again) {
    inClaim(
        claim,
        transaction -> {
          ended.end(transaction, request, outcome, error);
          due.again(transaction, request.connection(), request.stream(), backOff.jitter(again));
        });
  }

  private void inClaim(Claim claim, Step step) {
    database.inTransaction(
        transaction -> {
          claim.require(transaction);
          step.run(transaction);
          return true;
        });
  }

  private interface Step {
    void run(Connection transaction) throws SQLException;
  }
}

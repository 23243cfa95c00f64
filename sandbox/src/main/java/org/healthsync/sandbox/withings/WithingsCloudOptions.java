package org.healthsync.sandbox.withings;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.healthsync.sandbox.withings.history.DataStream;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated cloud behaves. Made with {@link #builder()}; every option has a default.
 *
 * @param port on the loopback interface; 0 picks a free one
 * @param users how many people have accounts
 * @param seed of the generated data; the same seed gives the same bytes
 * @param start first local day with generated data
 * @param end the local day after the last one with generated data; what lies after the clock's now
 *     stays invisible until the clock gets there
 * @param streams what there is data of; the others are empty until somebody adds records
 * @param detailDays so many of the last days have samples within the day and sleep stages, of which
 *     there are thousands
 * @param pageSize records per page of any paged read
 * @param offsets what the paging numbers of the vendor count
 * @param limits of the calls of a client id, before answers turn into status 601
 * @param refreshGrace whether a refresh token outlives its use (vendor: 8 hours, or until the new
 *     access token is used); if not, it works once
 * @param checkCallbacks whether a callback address must answer HEAD with 2xx before a subscription
 *     is accepted
 * @param redirectUris addresses that consent may return to; compared as text
 * @param clock by which everything expires, appears and is stamped
 */
public record WithingsCloudOptions(
    int port,
    int users,
    long seed,
    LocalDate start,
    LocalDate end,
    Set<DataStream> streams,
    int detailDays,
    int pageSize,
    Offsets offsets,
    List<CallLimit> limits,
    boolean refreshGrace,
    boolean checkCallbacks,
    String clientId,
    String clientSecret,
    Set<String> redirectUris,
    Clock clock) {

  /**
   * What the number that continues a paged read means. The vendor promises only that repeating with
   * the returned value continues.
   */
  public enum Offsets {
    /**
     * A position in everything ever recorded: edits and deletions while somebody pages move
     * nothing.
     */
    STABLE,
    /**
     * The number of rows to skip in the present result: a deletion meanwhile shifts an unread row
     * out of sight.
     */
    ROWS
  }

  public WithingsCloudOptions {
    require(users >= 1, "users must be at least 1");
    require(detailDays >= 0, "detailDays must not be negative");
    require(pageSize >= 1, "pageSize must be at least 1");
    require(!end.isBefore(start), "end must not be before start");
    require(
        !clientId.isBlank() && !clientSecret.isBlank(), "client id and secret must not be blank");
    redirectUris = Set.copyOf(redirectUris);
    streams = Set.copyOf(streams);
    limits = List.copyOf(limits);
  }

  /** Starts from the defaults: three users, two years until today, the vendor's limits. */
  public static Builder builder() {
    return new Builder();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Leaves out the client secret. */
  @Override
  public String toString() {
    return "WithingsCloudOptions[port="
        + port
        + ", users="
        + users
        + ", "
        + start
        + ".."
        + end
        + "]";
  }

  /** Collects options; each setter returns the builder. Not for use by several threads. */
  public static final class Builder {

    private int port;
    private int users = 3;
    private long seed = 42;
    private @Nullable LocalDate start;
    private @Nullable LocalDate end;
    private Set<DataStream> streams = EnumSet.allOf(DataStream.class);
    private int detailDays = 10;
    private int pageSize = 100;
    private Offsets offsets = Offsets.STABLE;
    private int callsPerMinute = 120;
    private final List<CallLimit> furtherLimits = new ArrayList<>();
    private boolean refreshGrace = true;
    private boolean checkCallbacks = true;
    private String clientId = "sandbox-client";
    private String clientSecret = "sandbox-secret";
    private Set<String> redirectUris = Set.of("http://localhost:9080/oauth/callback");
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder users(int value) {
      users = value;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Default: two years before the end. */
    public Builder start(LocalDate value) {
      start = value;
      return this;
    }

    /** Default: the clock's present day in UTC. */
    public Builder end(LocalDate value) {
      end = value;
      return this;
    }

    /** Default: all. */
    public Builder streams(DataStream... values) {
      streams = Set.of(values);
      return this;
    }

    /** Default: ten. */
    public Builder detailDays(int value) {
      detailDays = value;
      return this;
    }

    public Builder pageSize(int value) {
      pageSize = value;
      return this;
    }

    public Builder offsets(Offsets value) {
      offsets = value;
      return this;
    }

    public Builder callsPerMinute(int value) {
      callsPerMinute = value;
      return this;
    }

    /** One more limit beside that of a minute. */
    public Builder limit(CallLimit value) {
      furtherLimits.add(value);
      return this;
    }

    public Builder refreshGrace(boolean value) {
      refreshGrace = value;
      return this;
    }

    public Builder checkCallbacks(boolean value) {
      checkCallbacks = value;
      return this;
    }

    public Builder client(String id, String secret) {
      clientId = id;
      clientSecret = secret;
      return this;
    }

    public Builder redirectUris(String... values) {
      redirectUris = Set.of(values);
      return this;
    }

    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when a value makes no sense; the message names it
     */
    public WithingsCloudOptions build() {
      require(callsPerMinute >= 1, "callsPerMinute must be at least 1");
      List<CallLimit> limits = new ArrayList<>();
      limits.add(new CallLimit(callsPerMinute, Duration.ofMinutes(1), false));
      limits.addAll(furtherLimits);
      LocalDate last = end != null ? end : LocalDate.now(clock.withZone(ZoneOffset.UTC));
      return new WithingsCloudOptions(
          port,
          users,
          seed,
          start != null ? start : last.minusYears(2),
          last,
          streams,
          detailDays,
          pageSize,
          offsets,
          limits,
          refreshGrace,
          checkCallbacks,
          clientId,
          clientSecret,
          redirectUris,
          clock);
    }
  }
}

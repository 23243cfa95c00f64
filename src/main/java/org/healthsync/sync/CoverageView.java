package org.healthsync.sync;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is there of a connection's data, by day and stream.
 *
 * @param connectionId whose data
 * @param from first day
 * @param to first day that is not told of
 * @param zone of the days
 * @param days oldest first
 */
@Schema(name = "Coverage")
public record CoverageView(
    String connectionId, LocalDate from, LocalDate to, String zone, List<Day> days) {

  /** Copies the days. */
  public CoverageView {
    days = List.copyOf(days);
  }

  /** What is known of a day of a stream. */
  public enum Status {
    /** Read, and something was there. */
    FETCHED,
    /** Read, and nothing was there. */
    EMPTY,
    /** The person did not grant it, or no longer does. */
    NOT_PERMITTED,
    /** The last attempt to read it failed. */
    FAILED,
    /** It is asked for, or the stream has not got there yet. */
    PENDING,
    /** Nobody asked for it. */
    NOT_COVERED
  }

  /**
   * A local day.
   *
   * @param day the date
   * @param streams by name
   */
  @Schema(name = "CoverageDay")
  public record Day(LocalDate day, List<OfStream> streams) {
    /** Copies the streams. */
    public Day {
      streams = List.copyOf(streams);
    }
  }

  /**
   * A stream on a day.
   *
   * @param stream its name
   * @param status what is known
   * @param until how far the day was read, when not to its end
   * @param error code of the failure
   * @param types what is there, by reading type
   */
  @Schema(name = "CoverageOfStream")
  public record OfStream(
      String stream,
      Status status,
      @Nullable Instant until,
      @Nullable String error,
      List<OfType> types) {
    /** Copies the types. */
    public OfStream {
      types = List.copyOf(types);
    }
  }

  /**
   * A reading type of a stream on a day.
   *
   * @param type such as body-weight
   * @param readings measurements
   * @param resources FHIR resources that they became
   */
  @Schema(name = "CoverageOfType")
  public record OfType(String type, long readings, long resources) {}
}

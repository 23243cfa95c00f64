package org.healthsync.ledger;

import java.time.Instant;
import org.healthsync.platform.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A part of a page that could not go on. One without source key and without pointer says that the
 * page as a whole could not be read.
 *
 * @param stage where it stopped
 * @param reason stable code such as {@code out-of-range}
 * @param readingType what was measured, when known
 * @param sourceKey the provider's key, when known
 * @param pointer JSON pointer into the page, when there is one
 * @param message readable, without values
 * @param sealedExtract the part itself, sealed; null when there is none
 * @param measuredAt when it was measured, when known; a local day is its midnight UTC
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
public record QuarantineEntry(
    Stage stage,
    String reason,
    @Nullable String readingType,
    @Nullable String sourceKey,
    @Nullable String pointer,
    String message,
    byte @Nullable [] sealedExtract,
    @Nullable Instant measuredAt) {

  // what a plugin says of a broken page may hold anything
  private static final int MOST_OF_A_CODE = 100;
  private static final int MOST_OF_A_PLACE = 400;
  private static final int MOST_OF_A_MESSAGE = 1000;

  /** Makes texts fit for the database; what they tell apart stays apart. */
  public QuarantineEntry(
      Stage stage,
      String reason,
      @Nullable String readingType,
      @Nullable String sourceKey,
      @Nullable String pointer,
      String message,
      byte @Nullable [] sealedExtract,
      @Nullable Instant measuredAt) {
    this.stage = stage;
    this.reason = StoredText.identity(reason, MOST_OF_A_CODE);
    this.readingType =
        readingType == null ? null : StoredText.identity(readingType, MOST_OF_A_CODE);
    this.sourceKey = sourceKey == null ? null : StoredText.sourceKey(sourceKey);
    this.pointer = pointer == null ? null : StoredText.identity(pointer, MOST_OF_A_PLACE);
    this.message = StoredText.readable(message, MOST_OF_A_MESSAGE);
    this.sealedExtract = sealedExtract;
    this.measuredAt = measuredAt;
  }

  /** One of which nobody knows when it was measured. */
  public QuarantineEntry(
      Stage stage,
      String reason,
      @Nullable String readingType,
      @Nullable String sourceKey,
      @Nullable String pointer,
      String message,
      byte @Nullable [] sealedExtract) {
    this(stage, reason, readingType, sourceKey, pointer, message, sealedExtract, null);
  }

  /** Whether it says that the page as a whole could not be read. */
  boolean isWholePage() {
    return sourceKey == null && pointer == null;
  }

  /** The pointer, or an empty text, as the unique index has it. */
  String place() {
    return pointer == null ? "" : pointer;
  }
}

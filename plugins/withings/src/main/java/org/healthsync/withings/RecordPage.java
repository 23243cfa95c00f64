package org.healthsync.withings;

import java.util.List;
import java.util.OptionalLong;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.JsonView;

/**
 * The part of a page that moves the cursor; the records themselves are left to the mapping.
 * Anything that is not as documented is refused, for what is not understood would be lost. Only
 * empty objects may come as {@code []}, as PHP writes them.
 *
 * @param count records in the page
 * @param more whether another page follows
 * @param offset where it begins; zero when there is none
 * @param updateTime the provider's time of the answer; only measures have it
 * @param highestModified latest {@code modified} of the records; empty when none has one
 */
record RecordPage(
    int count, boolean more, long offset, OptionalLong updateTime, OptionalLong highestModified) {

  /** Longest overlap of two pages. */
  private static final int MAX_OVERLAP = 10;

  /** More than there can be, also if it counts milliseconds. */
  private static final long MAX_OFFSET = 1_000_000_000_000_000L;

  static RecordPage of(JsonView answer, String list) throws ProviderException {
    JsonView body = answer.get("body");
    require(isObject(body), "body is no object");
    JsonView records = body.get(list);
    require(records.isAbsent() || isList(records), list + " is no list");
    List<JsonView> elements = records.elements();
    boolean more = more(body.get("more"));
    OptionalLong offset = body.get("offset").integer();
    return new RecordPage(
        elements.size(),
        more,
        more ? offset.orElse(0) : 0,
        body.get("updatetime").integer(),
        elements.stream()
            .map(element -> element.get("modified").integer())
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .max());
  }

  /**
   * Where the page after the one at {@code asked} begins. When a record is deleted between two
   * pages, all later ones move up and the first of them would be skipped: pages overlap by a tenth,
   * as long as offsets count records.
   *
   * @throws ProviderException when that would not lead on
   */
  long next(long asked) throws ProviderException {
    if (count == 0 || offset <= asked) {
      throw new ProviderException(
          StandardError.ENDLESS_PAGING, "more pages are promised but the offset does not advance");
    }
    require(offset <= MAX_OFFSET, "offset is no place in a list");
    boolean countsRecords = offset - asked == count;
    return countsRecords ? offset - Math.min(MAX_OVERLAP, count / 10) : offset;
  }

  private static boolean more(JsonView more) throws ProviderException {
    require(more.isAbsent() || more.truth().isPresent(), "more is neither true nor false");
    return more.truth().orElse(false);
  }

  /** Also when it is empty and comes as a list. */
  static boolean isObject(JsonView view) {
    return view.kind() == JsonView.Kind.OBJECT || isEmpty(view, JsonView.Kind.ARRAY);
  }

  private static boolean isList(JsonView view) {
    return view.kind() == JsonView.Kind.ARRAY || isEmpty(view, JsonView.Kind.OBJECT);
  }

  private static boolean isEmpty(JsonView view, JsonView.Kind kind) {
    return view.kind() == kind && view.elements().isEmpty() && view.members().isEmpty();
  }

  private static void require(boolean asDocumented, String what) throws ProviderException {
    if (!asDocumented) {
      throw new ProviderException(StandardError.BAD_PAYLOAD, what);
    }
  }
}

package org.healthsync.map.plan;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.healthsync.map.json.Json;
import org.healthsync.map.json.JsonPointers;
import org.healthsync.spi.http.JsonView;
import org.jspecify.annotations.Nullable;

/**
 * Where the mapping of one page stands: the current element of every loop, by slot. Belongs to one
 * thread and one page.
 */
public final class Frame {

  /** Slot of the page's root. */
  public static final int PAGE = 0;

  /** Slot of the facts of the request. */
  public static final int REQUEST = 1;

  /** Slot of the start of the current chunk of a series. */
  public static final int CHUNK = 2;

  /** First slot for loops. */
  public static final int FIRST_LOOP = 3;

  private static final Path WHOLE_PAGE = new Path(PAGE);

  private final JsonView[] values;
  private final Source[] lists;
  private final @Nullable String[] names;
  private final int[] indexes;
  private final @Nullable Object[] converted;

  /**
   * A frame at the start of a page.
   *
   * @param slots number of slots in use
   */
  public Frame(int slots, JsonView page, Map<String, String> attributes) {
    this.values = new JsonView[slots];
    this.lists = new Source[slots];
    this.names = new String[slots];
    this.indexes = new int[slots];
    this.converted = new Object[slots];
    Arrays.fill(values, Json.MISSING);
    Arrays.fill(lists, WHOLE_PAGE);
    Map<String, JsonView> request = new LinkedHashMap<>();
    attributes.forEach((name, value) -> request.put(name, Json.text(value)));
    values[PAGE] = page;
    values[REQUEST] = Json.object(request);
  }

  /** The value of a slot; missing outside its loop. */
  JsonView value(int slot) {
    return values[slot];
  }

  /** The name or index under which the current element of a loop was found. */
  JsonView key(int slot) {
    String name = names[slot];
    return name == null ? Json.number(Integer.toString(indexes[slot])) : Json.text(name);
  }

  /** Moves a loop to its next element. */
  void enter(int slot, Source list, @Nullable String name, int index, JsonView element) {
    values[slot] = element;
    lists[slot] = list;
    names[slot] = name;
    indexes[slot] = index;
    converted[slot] = null;
  }

  /** Gives a slot a value that is not in the page. */
  void set(int slot, JsonView value) {
    values[slot] = value;
    converted[slot] = null;
  }

  /** The value of a slot as maps, lists and numbers, converted once per element. */
  @Nullable Object plain(int slot) {
    if (converted[slot] == null) {
      converted[slot] = PlainJson.plain(values[slot]);
    }
    return converted[slot];
  }

  /**
   * JSON Pointer of the current element of a loop; of the whole list where the list is made of
   * something else and its elements have no place in the page.
   */
  String pointer(int slot) {
    if (slot < FIRST_LOOP) {
      return "";
    }
    String list = lists[slot].pointer(this);
    if (!(lists[slot] instanceof Path)) {
      return list;
    }
    String name = names[slot];
    return list
        + "/"
        + (name == null ? Integer.toString(indexes[slot]) : JsonPointers.escape(name));
  }
}

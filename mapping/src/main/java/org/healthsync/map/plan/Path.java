package org.healthsync.map.plan;

import java.util.List;
import org.healthsync.map.json.JsonPointers;
import org.healthsync.spi.http.JsonView;

/**
 * A place relative to the page, the request or the current element of a loop.
 *
 * @param slot where it starts
 * @param steps the way from there
 */
public record Path(int slot, List<Step> steps) implements Source {

  /** One step into a value. */
  public sealed interface Step {
    /** The value behind the step. */
    JsonView from(JsonView view);

    /** The step as a token of a JSON Pointer. */
    String token(JsonView view);
  }

  /** Copies the steps. */
  public Path {
    steps = List.copyOf(steps);
  }

  /** The start itself. */
  Path(int slot) {
    this(slot, List.of());
  }

  @Override
  public JsonView read(Frame frame) {
    JsonView view = frame.value(slot);
    for (Step step : steps) {
      view = step.from(view);
    }
    return view;
  }

  @Override
  public String pointer(Frame frame) {
    StringBuilder pointer = new StringBuilder(frame.pointer(slot));
    JsonView view = frame.value(slot);
    for (Step step : steps) {
      pointer.append('/').append(step.token(view));
      view = step.from(view);
    }
    return pointer.toString();
  }

  /** A member of an object. */
  public record Member(String name) implements Step {
    @Override
    public JsonView from(JsonView view) {
      return view.get(name);
    }

    @Override
    public String token(JsonView view) {
      return JsonPointers.escape(name);
    }
  }

  /** An element of an array. */
  public record Index(int index) implements Step {
    @Override
    public JsonView from(JsonView view) {
      return view.get(index);
    }

    @Override
    public String token(JsonView view) {
      return Integer.toString(index);
    }
  }

  /**
   * The last element that has a member of a certain value: the last, as with readings of one key.
   */
  public record Match(String name, String value) implements Step {
    @Override
    public JsonView from(JsonView view) {
      return view.get(index(view));
    }

    @Override
    public String token(JsonView view) {
      int index = index(view);
      return index < 0 ? "-" : Integer.toString(index);
    }

    private int index(JsonView view) {
      List<JsonView> elements = view.elements();
      for (int i = elements.size() - 1; i >= 0; i--) {
        if (elements.get(i).get(name).text().filter(value::equals).isPresent()) {
          return i;
        }
      }
      return -1;
    }
  }
}

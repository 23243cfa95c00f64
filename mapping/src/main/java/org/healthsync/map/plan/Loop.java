package org.healthsync.map.plan;

import java.util.List;
import java.util.Map;
import org.healthsync.spi.http.JsonView;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the elements of an array or the members of an object; both, since PHP turns one into
 * the other. An absent or empty list has no elements.
 *
 * @param slot where the current element is kept
 * @param list gives the list
 * @param inner walks over a list within each element, or null
 */
public record Loop(int slot, Source list, @Nullable Loop inner) {

  /** What is done with each element, which is the value of the loop's slot then. */
  interface Body {
    /** For the current element. */
    void run() throws Unmappable;
  }

  /** Runs {@code body} for each element in order. */
  void forEach(Frame frame, Body body) throws Unmappable {
    JsonView view = list.read(frame);
    switch (view.kind()) {
      case ARRAY -> elements(view.elements(), frame, body);
      case OBJECT -> members(view.members(), frame, body);
      case NULL, MISSING -> {}
      case TEXT, NUMBER, TRUTH -> throw new Unmappable(Flaw.UNEXPECTED_SHAPE, list.pointer(frame));
    }
  }

  private void elements(List<JsonView> elements, Frame frame, Body body) throws Unmappable {
    for (int i = 0; i < elements.size(); i++) {
      frame.enter(slot, list, null, i, elements.get(i));
      current(frame, body);
    }
  }

  private void members(Map<String, JsonView> members, Frame frame, Body body) throws Unmappable {
    for (Map.Entry<String, JsonView> member : members.entrySet()) {
      frame.enter(slot, list, member.getKey(), 0, member.getValue());
      current(frame, body);
    }
  }

  private void current(Frame frame, Body body) throws Unmappable {
    if (inner == null) {
      body.run();
    } else {
      inner.forEach(frame, body);
    }
  }
}

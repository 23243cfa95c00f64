package org.healthsync.map.plan;

import java.util.List;
import java.util.Map;
import org.healthsync.spi.http.JsonView;

/**
 * Walks over the elements of an array or the members of an object; both, since PHP turns one into
 * the other. An absent or empty list has no elements.
 *
 * @param slot where the current element is kept
 * @param list where the list is
 */
public record Loop(int slot, Path list) {

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
      body.run();
    }
  }

  private void members(Map<String, JsonView> members, Frame frame, Body body) throws Unmappable {
    for (Map.Entry<String, JsonView> member : members.entrySet()) {
      frame.enter(slot, list, member.getKey(), 0, member.getValue());
      body.run();
    }
  }
}

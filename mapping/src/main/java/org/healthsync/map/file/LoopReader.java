package org.healthsync.map.file;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsync.map.plan.Frame;
import org.healthsync.map.plan.Loop;
import org.healthsync.map.plan.Path;

/** Reads {@code each: name in path} and deals out the slots of loops. */
final class LoopReader {

  private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9_]*) in (\\S+)");

  private final SourceReader sources;
  private int slots = Frame.FIRST_LOOP;

  /**
   * A loop and what is seen inside.
   *
   * @param loop the loop
   * @param scope inside
   */
  record Inner(Loop loop, Scope scope) {}

  LoopReader(SourceReader sources) {
    this.sources = sources;
  }

  /** Number of slots dealt out so far. */
  int slots() {
    return slots;
  }

  /** The loop; over nothing when there is no entry, which its reader has reported. */
  Inner loop(Optional<Entry> entry, Scope scope) {
    int slot = slots++;
    if (entry.isEmpty()) {
      return new Inner(new Loop(slot, new Path(slot, List.of())), scope);
    }
    Matcher matcher = FORM.matcher(entry.get().text());
    if (!matcher.matches()) {
      entry.get().mistake("write 'name in path', such as: group in page.body.groups");
      return loop(Optional.empty(), scope);
    }
    String name = matcher.group(1);
    if (scope.variables().containsKey(name)) {
      entry.get().mistake("the name '" + name + "' is taken; choose another");
    }
    Path list = sources.path(entry.get(), matcher.group(2), scope);
    return new Inner(new Loop(slot, list), scope.loop(name, slot));
  }
}

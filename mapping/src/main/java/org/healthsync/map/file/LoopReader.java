package org.healthsync.map.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.Frame;
import org.healthsync.map.plan.Loop;
import org.healthsync.map.plan.Path;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;
import org.jspecify.annotations.Nullable;

/**
 * Reads loops and deals out their slots: {@code each: name in path}, {@code {as, in, split}} for
 * lists that are made of something else, or a list of these for lists within lists.
 */
final class LoopReader {

  private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9_]*) in (\\S+)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Source NOTHING = new Sources.Constant(Json.MISSING);

  private final SourceReader sources;
  private int slots = Frame.FIRST_LOOP;

  /**
   * A loop and what is seen inside.
   *
   * @param loop the loop
   * @param scope inside
   */
  record Inner(Loop loop, Scope scope) {}

  /**
   * One of the loops within each other.
   *
   * @param slot where its element is kept
   * @param list gives its list
   * @param scope inside
   */
  private record Level(int slot, Source list, Scope scope) {}

  LoopReader(SourceReader sources) {
    this.sources = sources;
  }

  /** Number of slots dealt out so far. */
  int slots() {
    return slots;
  }

  /** The loop of a section that must have one; over nothing when it has none. */
  Inner required(Section section, Scope scope) {
    return section
        .require("each")
        .map(entry -> loop(entry, scope))
        .orElseGet(() -> new Inner(nothing(), scope));
  }

  /** A loop over nothing, where a mistake has been reported. */
  Loop nothing() {
    return new Loop(slots++, NOTHING, null);
  }

  /** A loop over a list without a name for its elements. */
  Loop over(Path list) {
    return new Loop(slots++, list, null);
  }

  /** A loop, with the loops inside of it that a list tells. */
  Inner loop(Entry entry, Scope outer) {
    List<Entry> entries = entry.isList() ? entry.items() : List.of(entry);
    List<Level> levels = new ArrayList<>();
    Scope scope = outer;
    for (Entry item : entries) {
      Level level = item.isMap() ? made(item, scope) : plain(item, scope);
      levels.add(level);
      scope = level.scope();
    }
    if (levels.isEmpty()) {
      entry.mistake("needs at least one loop");
      return new Inner(nothing(), outer);
    }
    return new Inner(nested(levels), scope);
  }

  private static Loop nested(List<Level> levels) {
    @Nullable Loop inner = null;
    for (int i = levels.size() - 1; i > 0; i--) {
      inner = new Loop(levels.get(i).slot(), levels.get(i).list(), inner);
    }
    return new Loop(levels.get(0).slot(), levels.get(0).list(), inner);
  }

  private Level plain(Entry entry, Scope scope) {
    Matcher matcher = FORM.matcher(entry.text());
    if (!matcher.matches()) {
      entry.mistake("write 'name in path', such as: group in page.body.groups");
      return new Level(slots++, NOTHING, scope);
    }
    return level(entry, matcher.group(1), sources.path(entry, matcher.group(2), scope), scope);
  }

  private Level made(Entry entry, Scope scope) {
    Section section = new Section(entry);
    Optional<Entry> name = section.require("as");
    Source list = section.require("in").map(e -> sources.source(e, scope)).orElse(NOTHING);
    Optional<Entry> split = section.find("split");
    section.close();
    Source parts = split.isPresent() ? new Sources.Split(list, split.get().anyText()) : list;
    return name.map(e -> level(e, e.text(), parts, scope))
        .orElseGet(() -> new Level(slots++, parts, scope));
  }

  private Level level(Entry entry, String name, Source list, Scope scope) {
    if (!NAME.matcher(name).matches()) {
      entry.mistake("must be a name of letters and digits");
    }
    if (scope.variables().containsKey(name)) {
      entry.mistake("the name '" + name + "' is taken; choose another");
    }
    int slot = slots++;
    return new Level(slot, list, scope.loop(name, slot));
  }
}

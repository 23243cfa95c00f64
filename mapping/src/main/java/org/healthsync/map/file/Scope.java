package org.healthsync.map.file;

import java.util.LinkedHashMap;
import java.util.Map;
import org.healthsync.map.plan.Frame;
import org.healthsync.map.plan.NumberRule;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.WearerClock;
import org.jspecify.annotations.Nullable;

/**
 * What a rule sees of the rules around it.
 *
 * @param variables slots by name
 * @param innermost slot of the innermost loop
 * @param timed whether a rule has told the time
 * @param defaults what inner rules inherit unless they say otherwise
 */
record Scope(Map<String, Integer> variables, int innermost, boolean timed, Defaults defaults) {

  /**
   * What inner rules inherit.
   *
   * @param key source key
   * @param value how numbers are read
   * @param unit unit of quantities
   * @param comparator comparator of quantities
   * @param optional whether absent values are no flaw
   * @param clock what is known of the wearer's clock
   */
  record Defaults(
      @Nullable Source key,
      @Nullable NumberRule value,
      @Nullable Source unit,
      @Nullable Source comparator,
      boolean optional,
      WearerClock clock) {}

  /** The scope of a file. */
  static Scope ofFile() {
    Map<String, Integer> variables = new LinkedHashMap<>();
    variables.put("page", Frame.PAGE);
    variables.put("request", Frame.REQUEST);
    variables.put("chunk", Frame.CHUNK);
    return new Scope(
        variables,
        Frame.PAGE,
        false,
        new Defaults(null, null, null, null, false, WearerClock.UNKNOWN));
  }

  /** Inside a loop. */
  Scope loop(String name, int slot) {
    Map<String, Integer> more = new LinkedHashMap<>(variables);
    more.put(name, slot);
    return new Scope(more, slot, timed, defaults);
  }

  Scope with(Defaults others) {
    return new Scope(variables, innermost, timed, others);
  }

  Scope with(WearerClock clock) {
    return with(
        new Defaults(
            defaults.key(),
            defaults.value(),
            defaults.unit(),
            defaults.comparator(),
            defaults.optional(),
            clock));
  }

  Scope withTime() {
    return new Scope(variables, innermost, true, defaults);
  }
}

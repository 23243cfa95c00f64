package org.healthsync.map.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.MomentRule;
import org.healthsync.map.plan.Moments;
import org.healthsync.map.plan.NumberRule;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;
import org.healthsync.map.plan.TimingRule;

/** Reads {@code time} and single moments. */
final class TimeReader {

  private static final Source NOTHING = new Sources.Constant(Json.MISSING);

  private static final Map<String, Moments.Format> FORMATS = new LinkedHashMap<>();

  static {
    FORMATS.put("epochSeconds", Moments.Format.EPOCH_SECONDS);
    FORMATS.put("epochMillis", Moments.Format.EPOCH_MILLIS);
    FORMATS.put("iso", Moments.Format.ISO);
    FORMATS.put("utc", Moments.Format.UTC);
    FORMATS.put("local", Moments.Format.LOCAL);
  }

  private final SourceReader sources;
  private final ClockReader clocks;
  private final LengthReader lengths;

  TimeReader(SourceReader sources, ClockReader clocks) {
    this.sources = sources;
    this.clocks = clocks;
    this.lengths = new LengthReader(sources);
  }

  /** {@code at}, {@code start} with {@code end} or {@code lasts}, or {@code day}. */
  TimingRule timing(Entry entry, Scope outer) {
    Section section = new Section(entry);
    Scope scope = clocks.scope(section, outer);
    Optional<Entry> at = section.find("at");
    Optional<Entry> start = section.find("start");
    Optional<Entry> day = section.find("day");
    TimingRule rule;
    if (at.isPresent()) {
      rule = new TimingRule.At(moment(at.get(), scope));
    } else if (start.isPresent()) {
      rule = period(section, moment(start.get(), scope), scope);
    } else {
      if (day.isEmpty()) {
        entry.mistake("needs 'at', 'start' with 'end' or 'lasts', or 'day'");
      }
      Source source = day.map(e -> sources.source(e, scope)).orElse(NOTHING);
      rule = new TimingRule.OnDay(source, scope.defaults().clock().zone());
    }
    section.close();
    return rule;
  }

  private TimingRule period(Section section, MomentRule start, Scope scope) {
    Optional<Entry> lasts = section.find("lasts");
    MomentRule end =
        lasts.isPresent()
            ? new Moments.Later(start, length(lasts.get(), scope), null)
            : section.require("end").map(e -> moment(e, scope)).orElse(start);
    return new TimingRule.Between(start, end);
  }

  /** A length of time in seconds. */
  NumberRule length(Entry entry, Scope scope) {
    return lengths.length(entry, scope);
  }

  /** A moment, and perhaps a length of time that is added to it. */
  MomentRule moment(Entry entry, Scope outer) {
    Section section = new Section(entry);
    Scope scope = clocks.scope(section, outer);
    Map<String, MomentRule> found = new LinkedHashMap<>();
    FORMATS.forEach(
        (key, format) ->
            section.find(key).ifPresent(e -> found.put(key, written(e, format, scope))));
    Optional<NumberRule> clock = section.find("clock").map(e -> lengths.timeOfDay(e, scope));
    section.find("day").ifPresent(e -> found.put("day", onDay(e, clock, scope)));
    section.find("since").ifPresent(e -> found.put("since", since(section, e, clock, scope)));
    Optional<NumberRule> plus = section.find("plus").map(e -> length(e, scope));
    section.close();
    if (found.size() != 1 && entry.isMap()) {
      String keys = String.join(", ", FORMATS.keySet());
      entry.mistake("needs one of " + keys + ", day, since, and no more than one");
    }
    if (clock.isPresent() && !found.containsKey("day") && !found.containsKey("since")) {
      entry.mistake("'clock' goes with 'day' or with 'since'");
    }
    MomentRule rule =
        found.values().stream()
            .findFirst()
            .orElseGet(
                () -> new Moments.Written(NOTHING, Moments.Format.ISO, scope.defaults().clock()));
    return plus.<MomentRule>map(length -> new Moments.Later(rule, length, null)).orElse(rule);
  }

  private MomentRule written(Entry entry, Moments.Format format, Scope scope) {
    return new Moments.Written(sources.source(entry, scope), format, scope.defaults().clock());
  }

  private MomentRule onDay(Entry entry, Optional<NumberRule> clock, Scope scope) {
    return new Moments.OnDay(
        sources.source(entry, scope), clock.orElse(null), scope.defaults().clock());
  }

  private MomentRule since(Section section, Entry entry, Optional<NumberRule> clock, Scope scope) {
    if (clock.isEmpty()) {
      section.self().mistake("'since' needs 'clock', the time of day");
    }
    return new Moments.Since(clock.orElse(NumberRule.of(NOTHING)), moment(entry, scope));
  }
}

package org.healthsync.map.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.Length;
import org.healthsync.map.plan.Moments;
import org.healthsync.map.plan.NumberRule;
import org.healthsync.map.plan.OffsetRule;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;
import org.healthsync.map.plan.WearerClock;
import org.healthsync.map.plan.ZoneRule;
import org.healthsync.spi.reading.Timing.OffsetSource;
import org.jspecify.annotations.Nullable;

/** Reads what is known of the wearer's clock: {@code zone} and {@code offset}. */
final class ClockReader {

  private static final Source NOTHING = new Sources.Constant(Json.MISSING);

  private final SourceReader sources;
  private final LengthReader lengths;

  ClockReader(SourceReader sources) {
    this.sources = sources;
    this.lengths = new LengthReader(sources);
  }

  /** The scope with the zone and offset that a section tells. */
  Scope scope(Section section, Scope scope) {
    WearerClock old = scope.defaults().clock();
    Optional<Entry> zone = section.find("zone");
    Optional<Entry> offset = section.find("offset");
    if (zone.isEmpty() && offset.isEmpty()) {
      return scope;
    }
    return scope.with(
        new WearerClock(
            offset.isPresent() ? offset(offset.get(), scope) : old.offset(),
            zone.isPresent() ? zone(zone.get(), scope) : old.zone()));
  }

  private ZoneRule zone(Entry entry, Scope scope) {
    List<ZoneRule.Choice> choices = new ArrayList<>();
    List<Entry> entries = entry.isList() ? entry.items() : List.of(entry);
    entries.forEach(item -> choices.add(choice(item, scope)));
    return new ZoneRule(choices);
  }

  /** A source; {@code profile} and {@code assumed} say that it is not of this measurement. */
  private ZoneRule.Choice choice(Entry entry, Scope scope) {
    if (!entry.isMap()) {
      return new ZoneRule.Choice(sources.source(entry, scope), OffsetSource.ZONE);
    }
    Section section = new Section(entry);
    Optional<Entry> profile = section.find("profile");
    Optional<Entry> assumed = section.find("assumed");
    if (profile.isEmpty() && assumed.isEmpty()) {
      return new ZoneRule.Choice(sources.source(entry, scope), OffsetSource.ZONE);
    }
    section.close();
    Source source = profile.or(() -> assumed).map(e -> sources.source(e, scope)).orElse(NOTHING);
    return new ZoneRule.Choice(
        source, profile.isPresent() ? OffsetSource.PROFILE : OffsetSource.ASSUMED);
  }

  /** One of {@code seconds}, {@code minutes}, {@code millis}, {@code duration}, {@code text}. */
  private @Nullable OffsetRule offset(Entry entry, Scope scope) {
    Section section = new Section(entry);
    List<OffsetRule> found = new ArrayList<>();
    lengths.counted(section, scope).map(OffsetRule.Counted::new).ifPresent(found::add);
    section
        .find("duration")
        .map(e -> NumberRule.of(new Length(sources.source(e, scope))))
        .ifPresent(length -> found.add(new OffsetRule.Counted(length)));
    section
        .find("text")
        .ifPresent(e -> found.add(new OffsetRule.Written(sources.source(e, scope))));
    section.find("local").ifPresent(e -> found.add(difference(section, e, scope)));
    section.find("utc");
    section.close();
    if (found.isEmpty() && entry.isMap()) {
      entry.mistake("needs one of seconds, minutes, millis, duration, text, or local with utc");
    }
    return found.isEmpty() ? null : found.get(0);
  }

  /** What the wall shows less what UTC is. */
  private OffsetRule difference(Section section, Entry local, Scope scope) {
    Source utc = section.require("utc").map(e -> sources.source(e, scope)).orElse(NOTHING);
    return new OffsetRule.Difference(
        sources.source(local, scope),
        new Moments.Written(utc, Moments.Format.UTC, WearerClock.UNKNOWN));
  }
}

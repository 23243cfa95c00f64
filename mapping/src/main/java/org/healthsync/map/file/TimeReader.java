package org.healthsync.map.file;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.MomentRule;
import org.healthsync.map.plan.NumberRule;
import org.healthsync.map.plan.OffsetRule;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;
import org.healthsync.map.plan.TimingRule;
import org.healthsync.map.plan.ZoneRule;
import org.healthsync.spi.reading.Timing.OffsetSource;
import org.jspecify.annotations.Nullable;

/** Reads {@code time}, {@code zone}, {@code offset} and single moments. */
final class TimeReader {

  private static final Source NOTHING = new Sources.Constant(Json.MISSING);

  private static final Map<String, MomentRule.Format> FORMATS =
      Map.of(
          "epochSeconds", MomentRule.Format.EPOCH_SECONDS,
          "epochMillis", MomentRule.Format.EPOCH_MILLIS,
          "iso", MomentRule.Format.ISO,
          "local", MomentRule.Format.LOCAL);

  private final SourceReader sources;

  TimeReader(SourceReader sources) {
    this.sources = sources;
  }

  /** {@code at}, {@code start} with {@code end} or {@code lasts}, or {@code day}. */
  TimingRule timing(Entry entry, Scope outer) {
    Section section = new Section(entry);
    Scope scope = clocks(section, outer);
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
      rule = new TimingRule.OnDay(source, scope.defaults().zone());
    }
    section.close();
    return rule;
  }

  private TimingRule period(Section section, MomentRule start, Scope scope) {
    Optional<Entry> length = section.find("lasts");
    if (length.isPresent()) {
      return new TimingRule.Lasting(start, seconds(length.get(), scope));
    }
    MomentRule end = section.require("end").map(e -> moment(e, scope)).orElse(start);
    return new TimingRule.Between(start, end);
  }

  /** One of {@code epochSeconds}, {@code epochMillis}, {@code iso}, {@code local}. */
  MomentRule moment(Entry entry, Scope outer) {
    Section section = new Section(entry);
    Scope scope = clocks(section, outer);
    MomentRule rule = null;
    for (Map.Entry<String, MomentRule.Format> format : FORMATS.entrySet()) {
      Optional<Entry> source = section.find(format.getKey());
      if (source.isPresent()) {
        rule = moment(sources.source(source.get(), scope), format.getValue(), scope);
      }
    }
    section.close();
    if (rule == null) {
      entry.mistake("needs one of epochSeconds, epochMillis, iso, local");
      return moment(NOTHING, MomentRule.Format.ISO, scope);
    }
    return rule;
  }

  private static MomentRule moment(Source source, MomentRule.Format format, Scope scope) {
    return new MomentRule(source, format, scope.defaults().offset(), scope.defaults().zone());
  }

  /** The scope with the zone and offset that a section tells. */
  Scope clocks(Section section, Scope scope) {
    Scope.Defaults old = scope.defaults();
    Optional<Entry> zone = section.find("zone");
    Optional<Entry> offset = section.find("offset");
    if (zone.isEmpty() && offset.isEmpty()) {
      return scope;
    }
    return scope.with(
        new Scope.Defaults(
            old.key(),
            old.value(),
            old.unit(),
            old.comparator(),
            old.optional(),
            zone.isPresent() ? zone(zone.get(), scope) : old.zone(),
            offset.isPresent() ? offset(offset.get(), scope) : old.offset()));
  }

  private ZoneRule zone(Entry entry, Scope scope) {
    List<ZoneRule.Choice> choices = new ArrayList<>();
    List<Entry> entries = entry.isList() ? entry.items() : List.of(entry);
    entries.forEach(item -> choices.add(choice(item, scope)));
    return new ZoneRule(choices);
  }

  private ZoneRule.Choice choice(Entry entry, Scope scope) {
    if (!entry.isMap()) {
      return new ZoneRule.Choice(sources.source(entry, scope), OffsetSource.ZONE);
    }
    Section section = new Section(entry);
    Optional<Entry> profile = section.find("profile");
    Optional<Entry> assumed = section.find("assumed");
    section.close();
    if (profile.isEmpty() && assumed.isEmpty()) {
      entry.mistake("needs 'profile' or 'assumed', or just a path");
    }
    Source source = profile.or(() -> assumed).map(e -> sources.source(e, scope)).orElse(NOTHING);
    return new ZoneRule.Choice(
        source, profile.isPresent() ? OffsetSource.PROFILE : OffsetSource.ASSUMED);
  }

  private @Nullable OffsetRule offset(Entry entry, Scope scope) {
    Section section = new Section(entry);
    OffsetRule rule = null;
    for (OffsetRule.Format format : OffsetRule.Format.values()) {
      String key = format.name().toLowerCase(Locale.ROOT);
      Optional<Entry> source = section.find(key);
      if (source.isPresent()) {
        rule = new OffsetRule(sources.source(source.get(), scope), format);
      }
    }
    section.close();
    if (rule == null) {
      entry.mistake("needs one of seconds, minutes, millis, text");
    }
    return rule;
  }

  private NumberRule seconds(Entry entry, Scope scope) {
    Section section = new Section(entry);
    Map<String, String> factors = Map.of("seconds", "1", "minutes", "60", "millis", "0.001");
    NumberRule rule = null;
    for (Map.Entry<String, String> factor : factors.entrySet()) {
      Optional<Entry> source = section.find(factor.getKey());
      if (source.isPresent()) {
        rule =
            new NumberRule(
                sources.source(source.get(), scope), null, new BigDecimal(factor.getValue()));
      }
    }
    section.close();
    if (rule == null) {
      entry.mistake("needs one of seconds, minutes, millis");
      return new NumberRule(NOTHING, null, null);
    }
    return rule;
  }
}

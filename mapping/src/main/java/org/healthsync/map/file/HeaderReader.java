package org.healthsync.map.file;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.HeaderRule;
import org.healthsync.map.plan.HeaderRule.DeviceRule;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;
import org.jspecify.annotations.Nullable;

/** Reads what a rule says about the readings under it. */
final class HeaderReader {

  private static final Source NOTHING = new Sources.Constant(Json.MISSING);

  private final SourceReader sources;
  private final ConditionReader conditions;
  private final TimeReader times;

  HeaderReader(SourceReader sources, ConditionReader conditions, TimeReader times) {
    this.sources = sources;
    this.conditions = conditions;
    this.times = times;
  }

  HeaderRule header(Section section, Scope scope) {
    return new HeaderRule(
        section.find("time").map(e -> times.timing(e, scope)).orElse(null),
        section.find("device").map(e -> device(e, scope)).orElse(null),
        source(section, "method", scope),
        section.find("modified").map(e -> times.moment(e, scope)).orElse(null),
        section.find("preliminary").map(e -> conditions.condition(e, scope)).orElse(null),
        section.find("qualifiers").map(e -> qualifiers(e, scope)).orElse(Map.of()));
  }

  private DeviceRule device(Entry entry, Scope scope) {
    Section section = new Section(entry);
    Optional<Entry> id = section.require("id");
    DeviceRule rule =
        new DeviceRule(
            id.map(e -> sources.source(e, scope)).orElse(NOTHING),
            source(section, "kind", scope),
            source(section, "manufacturer", scope),
            source(section, "model", scope),
            source(section, "serialNumber", scope),
            source(section, "software", scope),
            source(section, "firmware", scope));
    section.close();
    return rule;
  }

  private Map<String, Source> qualifiers(Entry entry, Scope scope) {
    Map<String, Source> qualifiers = new HashMap<>();
    entry
        .entries()
        .forEach(
            (name, value) -> {
              TypeName.check(name, value);
              qualifiers.put(name, sources.source(value, scope));
            });
    return qualifiers;
  }

  private @Nullable Source source(Section section, String key, Scope scope) {
    return section.find(key).map(e -> sources.source(e, scope)).orElse(null);
  }
}

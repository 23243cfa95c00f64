package org.healthsync.map.plan;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsync.spi.reading.Timing.OffsetSource;

/**
 * Where the IANA zone is, most trusted first. A zone that this machine's rules do not know counts
 * as absent: the instant is right all the same.
 *
 * @param choices in order
 */
public record ZoneRule(List<Choice> choices) {

  /** No zone anywhere. */
  public static final ZoneRule NONE = new ZoneRule(List.of());

  /** Looking a zone up by name costs more than all else; the set of zones is small. */
  private static final ConcurrentHashMap<String, Optional<ZoneId>> KNOWN =
      new ConcurrentHashMap<>();

  private static final int MAX_KNOWN = 2000;

  /**
   * One place.
   *
   * @param source gives the name of the zone
   * @param meaning how far it is to be trusted
   */
  public record Choice(Source source, OffsetSource meaning) {}

  /**
   * A zone that was found.
   *
   * @param zone the zone
   * @param meaning how far it is to be trusted
   */
  record Found(ZoneId zone, OffsetSource meaning) {}

  /** Copies the choices. */
  public ZoneRule {
    choices = List.copyOf(choices);
  }

  /** The first zone that is there and known. */
  Optional<Found> read(Frame frame) throws Unmappable {
    for (Choice choice : choices) {
      Optional<ZoneId> zone = choice.source().read(frame).text().flatMap(ZoneRule::zone);
      if (zone.isPresent()) {
        return Optional.of(new Found(zone.get(), choice.meaning()));
      }
    }
    return Optional.empty();
  }

  private static Optional<ZoneId> zone(String name) {
    Optional<ZoneId> known = KNOWN.get(name);
    if (known != null) {
      return known;
    }
    Optional<ZoneId> zone = parse(name);
    if (zone.isPresent() && KNOWN.size() < MAX_KNOWN) {
      KNOWN.put(name, zone);
    }
    return zone;
  }

  private static Optional<ZoneId> parse(String name) {
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

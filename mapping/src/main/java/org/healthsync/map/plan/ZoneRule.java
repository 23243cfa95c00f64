package org.healthsync.map.plan;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** Neither {@code +01:00} nor {@code GMT+1}: those are offsets, not zones. */
  private static final Set<String> IANA = ZoneId.getAvailableZoneIds();

  /** Looking a zone up by name costs more than all else. */
  private static final ConcurrentHashMap<String, ZoneId> ZONES = new ConcurrentHashMap<>();

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
    return IANA.contains(name)
        ? Optional.of(ZONES.computeIfAbsent(name, ZoneId::of))
        : Optional.empty();
  }
}

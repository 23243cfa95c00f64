package org.healthsync.map.fhir;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.map.fhir.Piece.Links;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.map.fhir.Row.Vocabulary;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Reading.Sample;
import org.healthsync.spi.reading.Reading.Stage;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/** Cuts a reading into what becomes one resource each: most readings stay whole. */
final class Pieces {

  private static final Row SEGMENT =
      new Row(
          "sleep-stage",
          Row.Resource.OBSERVATION,
          new Row.About(
              "activity",
              "Sleep stage",
              List.of(new CodeRef(Vocabulary.OWN, OwnTerminology.STAGES, null)),
              Map.of(),
              false,
              null),
          new Row.Times(EnumSet.of(Row.Form.PERIOD), Row.Day.DATE),
          new Row.ValueRule(
              Row.Kind.CODED,
              "",
              "",
              Set.of(),
              new Row.Coding("", false),
              new Row.Sampling(Row.Chunk.NONE, null),
              Range.OPEN,
              Range.OPEN),
          Map.of(),
          new Row.Structure(null, null, Row.StageForm.SAMPLED, Set.of()),
          Map.of());

  private final ResourceContext context;
  private final SampleGrid grid;

  Pieces(ResourceContext context, SampleGrid grid) {
    this.context = context;
    this.grid = grid;
  }

  /** The pieces, those that others refer to first. */
  List<Piece> of(Reading reading, Row row, Links links) {
    if (reading instanceof Reading.Session session
        && row.structure().stages() == Row.StageForm.SEGMENTS) {
      return session(session, row, links);
    }
    Row.ValueRule rule = row.value();
    if (reading instanceof Reading.Series series
        && rule != null
        && rule.sampling().chunk() != Row.Chunk.NONE) {
      return chunks(series, row, rule.sampling().chunk());
    }
    return List.of(new Piece(reading, row, "", links));
  }

  private List<Piece> session(Reading.Session session, Row row, Links links) {
    List<Piece> pieces = new ArrayList<>();
    Timing.Between period = SampleGrid.period(session.header().timing());
    Instant end = period.start().instant();
    for (Stage stage : session.stages()) {
      grid.requireStage(stage, end);
      end = stage.end();
      Timing timing =
          new Timing.Between(
              moment(stage.start(), period.start()), moment(stage.end(), period.start()));
      Value.Concept code = new Value.Concept(OwnTerminology.STAGES, stage.stage(), null);
      Reading segment = new Reading.Coded(at(session.header(), timing), code, List.of());
      pieces.add(new Piece(segment, SEGMENT, "stage/" + stage.start(), Links.NONE));
    }
    List<String> members = new ArrayList<>();
    pieces.forEach(piece -> members.add(piece.reference(context)));
    members.addAll(links.members());
    Reading rest = withoutStages(session);
    pieces.add(new Piece(rest, row, "", new Links(members, links.derivedFrom())));
    return pieces;
  }

  /** NullAway 0.12 does not see that the kind of a session may be null: a nested type. */
  @SuppressWarnings("NullAway")
  private static Reading withoutStages(Reading.Session session) {
    return new Reading.Session(session.header(), session.kind(), session.components(), List.of());
  }

  private static List<Piece> chunks(Reading.Series series, Row row, Row.Chunk chunk) {
    Moment start = SampleGrid.period(series.header().timing()).start();
    Map<Instant, List<Sample>> chunks = new LinkedHashMap<>();
    for (Sample sample : series.samples()) {
      Instant from =
          chunk == Row.Chunk.HOUR
              ? sample.at().truncatedTo(ChronoUnit.HOURS)
              : day(sample.at(), start).atStartOfDay(zone(start)).toInstant();
      chunks.computeIfAbsent(from, key -> new ArrayList<>()).add(sample);
    }
    List<Piece> pieces = new ArrayList<>();
    chunks.forEach(
        (from, samples) -> {
          Instant to =
              chunk == Row.Chunk.HOUR
                  ? from.plus(Duration.ofHours(1))
                  : day(from, start).plusDays(1).atStartOfDay(zone(start)).toInstant();
          Timing timing = new Timing.Between(moment(from, start), moment(to, start));
          Reading piece =
              new Reading.Series(
                  at(series.header(), timing), series.unit(), series.interval(), samples);
          pieces.add(new Piece(piece, row, "from/" + from, Links.NONE));
        });
    return pieces;
  }

  private static LocalDate day(Instant instant, Moment like) {
    return LocalDate.ofInstant(instant, zone(like));
  }

  private static ZoneId zone(Moment moment) {
    ZoneId zone = moment.zone();
    ZoneOffset offset = moment.offset();
    if (zone != null) {
      return zone;
    }
    return offset == null ? ZoneOffset.UTC : offset;
  }

  /** An instant on the clock of another moment: by its zone, else by its offset. */
  private static Moment moment(Instant instant, Moment like) {
    ZoneId zone = like.zone();
    @Nullable ZoneOffset offset = zone == null ? like.offset() : zone.getRules().getOffset(instant);
    return new Moment(instant, offset, like.source(), zone);
  }

  private static Header at(Header header, Timing timing) {
    return new Header(
        header.type(),
        header.sourceKey(),
        timing,
        header.device(),
        header.method(),
        header.modified(),
        header.preliminary(),
        header.qualifiers());
  }
}

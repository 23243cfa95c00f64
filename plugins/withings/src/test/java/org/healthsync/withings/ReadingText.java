package org.healthsync.withings;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsync.map.MappedPage;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Value;

/** What a page became as text to read and compare: a line for each part, always in one order. */
final class ReadingText {

  private ReadingText() {}

  static String of(MappedPage page) {
    return Stream.of(
                page.readings().stream().map(ReadingText::reading),
                page.problems().stream()
                    .map(
                        p ->
                            "problem "
                                + p.code()
                                + " "
                                + p.pointer()
                                + " "
                                + p.type()
                                + " "
                                + p.sourceKey()),
                new TreeMap<>(page.skipped()).entrySet().stream().map(e -> "skipped " + e))
            .flatMap(lines -> lines)
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String reading(Reading reading) {
    Header header = reading.header();
    return header.type()
        + " "
        + header.sourceKey()
        + " "
        + body(reading)
        + " | "
        + timing(header.timing())
        + " | "
        + header.method()
        + " "
        + (header.device() == null ? "-" : device(header.device()))
        + " modified "
        + header.modified()
        + (header.preliminary() ? " preliminary" : "")
        + " "
        + new TreeMap<>(header.qualifiers());
  }

  private static String body(Reading reading) {
    if (reading instanceof Reading.Scalar scalar) {
      return value(scalar.value());
    }
    if (reading instanceof Reading.Coded coded) {
      return value(coded.value())
          + (coded.components().isEmpty() ? "" : " " + components(coded.components()));
    }
    if (reading instanceof Reading.Panel panel) {
      return components(panel.components());
    }
    if (reading instanceof Reading.Session session) {
      return (session.kind() == null ? "" : session.kind().code() + " ")
          + components(session.components())
          + (session.stages().isEmpty() ? "" : " " + stages(session.stages()));
    }
    if (reading instanceof Reading.Series series) {
      return series.unit() + " " + samples(series.samples());
    }
    if (reading instanceof Reading.Waveform wave) {
      return "lead "
          + wave.lead()
          + " "
          + wave.frequency().toPlainString()
          + " Hz "
          + wave.unit()
          + " "
          + wave.samples()
          + " "
          + components(wave.components());
    }
    throw new IllegalStateException("no text for " + reading.getClass());
  }

  private static String stages(List<Reading.Stage> stages) {
    return stages.stream()
        .map(stage -> stage.stage() + " " + stage.start() + " to " + stage.end())
        .collect(Collectors.joining(", "));
  }

  private static String samples(List<Reading.Sample> samples) {
    return samples.stream()
        .map(sample -> sample.at() + "=" + sample.value())
        .collect(Collectors.joining(", "));
  }

  private static String components(List<Component> components) {
    return components.stream()
        .map(component -> component.type() + "=" + value(component.value()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String value(Value value) {
    if (value instanceof Value.Quantity quantity) {
      return quantity.number().toPlainString() + " " + quantity.unit();
    }
    return value.toString();
  }

  private static String timing(Timing timing) {
    if (timing instanceof Timing.At at) {
      return moment(at.moment());
    }
    if (timing instanceof Timing.Between period) {
      return moment(period.start()) + " to " + moment(period.end());
    }
    return timing.toString();
  }

  private static String moment(Moment moment) {
    return moment.instant() + " " + moment.offset() + " " + moment.source() + " " + moment.zone();
  }

  private static String device(DeviceOfOrigin device) {
    return device.id().substring(0, Math.min(4, device.id().length()))
        + "/"
        + device.kind()
        + "/"
        + device.manufacturer()
        + "/"
        + device.model();
  }
}

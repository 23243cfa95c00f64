package org.healthsync.map.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header.RecordingMethod;
import org.healthsync.spi.reading.Timing.Moment;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says about the readings under it. Null parts are inherited. A bad time stops the
 * rule; any other bad part is left out, since the measurement is worth more than its trimmings, and
 * reported with each reading that is made without it.
 *
 * @param timing when
 * @param device what measured
 * @param method gives {@code automatic} or {@code manual}; all else is unknown
 * @param modified when it last changed
 * @param preliminary whether it can still grow
 * @param qualifiers further facts by name
 */
public record HeaderRule(
    @Nullable TimingRule timing,
    @Nullable DeviceRule device,
    @Nullable Source method,
    @Nullable MomentRule modified,
    @Nullable Condition preliminary,
    Map<String, Source> qualifiers) {

  private static final Map<String, RecordingMethod> METHODS =
      Map.of("automatic", RecordingMethod.AUTOMATIC, "manual", RecordingMethod.MANUAL);

  /**
   * Which device measured. Without an id there is no device.
   *
   * @param id gives the provider's id
   * @param kind gives the kind, or null
   * @param manufacturer gives the manufacturer, or null
   * @param model gives the model, or null
   * @param serialNumber gives the serial number, or null
   * @param software gives the version of its software, or null
   * @param firmware gives the version of its firmware, or null
   */
  public record DeviceRule(
      Source id,
      @Nullable Source kind,
      @Nullable Source manufacturer,
      @Nullable Source model,
      @Nullable Source serialNumber,
      @Nullable Source software,
      @Nullable Source firmware) {}

  /** Copies the qualifiers. */
  public HeaderRule {
    qualifiers = Map.copyOf(qualifiers);
  }

  /** What is known after this rule. */
  Facts apply(Facts outer, Frame frame) throws Unmappable {
    if (timing == null
        && device == null
        && method == null
        && qualifiers.isEmpty()
        && modified == null
        && preliminary == null) {
      return outer;
    }
    List<Unmappable> flaws = new ArrayList<>(outer.flaws());
    return new Facts(
        timing == null ? outer.timing() : timing.read(frame),
        device == null ? outer.device() : device(device, frame, flaws),
        method == null ? outer.method() : method(method, frame, flaws),
        modified == null ? outer.modified() : modified(modified, frame, flaws),
        preliminary == null ? outer.preliminary() : preliminary.holds(frame),
        qualifiers(outer.qualifiers(), frame, flaws),
        flaws);
  }

  private static @Nullable DeviceOfOrigin device(
      DeviceRule rule, Frame frame, List<Unmappable> flaws) {
    String id = text(rule.id(), frame, flaws);
    return id == null
        ? null
        : new DeviceOfOrigin(
            id,
            text(rule.kind(), frame, flaws),
            text(rule.manufacturer(), frame, flaws),
            text(rule.model(), frame, flaws),
            text(rule.serialNumber(), frame, flaws),
            text(rule.software(), frame, flaws),
            text(rule.firmware(), frame, flaws));
  }

  private static RecordingMethod method(Source rule, Frame frame, List<Unmappable> flaws) {
    String text = text(rule, frame, flaws);
    return text == null
        ? RecordingMethod.UNKNOWN
        : METHODS.getOrDefault(text, RecordingMethod.UNKNOWN);
  }

  private static @Nullable Instant modified(MomentRule rule, Frame frame, List<Unmappable> flaws) {
    try {
      Optional<Moment> moment = rule.read(frame);
      return moment.map(Moment::instant).orElse(null);
    } catch (Unmappable e) {
      flaws.add(e);
      return null;
    }
  }

  private Map<String, String> qualifiers(
      Map<String, String> outer, Frame frame, List<Unmappable> flaws) {
    if (qualifiers.isEmpty()) {
      return outer;
    }
    Map<String, String> all = new HashMap<>(outer);
    qualifiers.forEach(
        (name, source) -> {
          String text = text(source, frame, flaws);
          if (text != null) {
            all.put(name, text);
          }
        });
    return all;
  }

  private static @Nullable String text(
      @Nullable Source source, Frame frame, List<Unmappable> flaws) {
    try {
      return source == null ? null : Texts.read(source, frame).orElse(null);
    } catch (Unmappable e) {
      flaws.add(e);
      return null;
    }
  }
}

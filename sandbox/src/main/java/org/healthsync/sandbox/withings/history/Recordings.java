package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** An ECG every five weeks or so with the arm monitor, and its signal when somebody asks for it. */
public final class Recordings implements DayGenerator {

  private static final int HERTZ = 500;
  private static final int SECONDS = 20;

  private final Person person;
  private final Traits traits;
  private final Device monitor;

  public Recordings(Person person) {
    this.person = person;
    this.traits = person.traits();
    this.monitor = Device.Model.BLOOD_PRESSURE_MONITOR.of(person);
  }

  @Override
  public List<Entry> on(LocalDate day) {
    Random dice = person.dice(Kind.ECG, day);
    if (dice.nextInt(40) > 0) {
      return List.of();
    }
    long at = LocalTimes.at(day, 17 * 60 + dice.nextInt(120), dice.nextInt(60), person.zone());
    long modified = Uploads.after(at, dice);
    String id = Long.toString(person.id(Kind.ECG, day));
    int afib = dice.nextInt(30) == 0 ? 1 : dice.nextInt(12) == 0 ? 2 : 0;
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("deviceid", monitor.deviceId()).put("model", monitor.modelId());
    json.putObject("ecg").put("signalid", person.id(Kind.ECG, day)).put("afib", afib);
    ObjectNode pressure = json.putObject("bloodpressure");
    pressure.put("diastole", traits.diastolic() + dice.nextInt(8));
    pressure.put("systole", traits.systolic() + dice.nextInt(12));
    json.put("heart_rate", traits.restingPulse() + dice.nextInt(12)).put("timestamp", at);
    json.put("timezone", person.zone().getId()).put("modified", modified);
    return List.of(new Entry(id, at, at, day, modified, false, json));
  }

  /**
   * The body of {@code heart get}: twenty seconds of lead I in microvolts, the same for the same
   * recording.
   */
  public ObjectNode signal(Entry recording) {
    int pulse = recording.json().path("heart_rate").asInt(70);
    Random dice = person.dice(Kind.ECG, recording.from());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode signal = body.putArray("signal");
    int beat = HERTZ * 60 / pulse;
    for (int sample = 0; sample < HERTZ * SECONDS; sample++) {
      signal.add(microvolts((double) (sample % beat) / beat) + dice.nextInt(21) - 10);
    }
    body.put("sampling_frequency", HERTZ).put("wearposition", 1);
    return body.put("model", monitor.modelId()).put("heart_rate", pulse);
  }

  /**
   * A crude heart beat: bumps for P and T, a spike for QRS; {@code phase} runs from 0 to 1 within a
   * beat.
   */
  private static int microvolts(double phase) {
    return (int)
        (bump(phase, 0.18, 0.025, 120)
            - bump(phase, 0.275, 0.008, 140)
            + bump(phase, 0.3, 0.01, 1_050)
            - bump(phase, 0.325, 0.01, 220)
            + bump(phase, 0.55, 0.045, 240));
  }

  private static double bump(double phase, double centre, double width, double height) {
    double distance = (phase - centre) / width;
    return height * StrictMath.exp(-distance * distance / 2);
  }
}

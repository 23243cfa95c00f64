package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.healthsync.sandbox.withings.history.DataStream;
import org.healthsync.sandbox.withings.history.Entry;

/** What a notification can be about (the vendor's {@code appli}), and the scope it takes. */
enum Category {
  WEIGHT(1, Scope.METRICS),
  TEMPERATURE(2, Scope.METRICS),
  PRESSURE(4, Scope.METRICS),
  ACTIVITY(16, Scope.ACTIVITY),
  SLEEP(44, Scope.ACTIVITY),
  USER(46, Scope.INFO),
  BED_IN(50, Scope.SLEEP_EVENTS),
  BED_OUT(51, Scope.SLEEP_EVENTS),
  INFLATION_DONE(52, Scope.SLEEP_EVENTS),
  ECG(54, Scope.METRICS),
  ECG_FAILED(55, Scope.METRICS),
  GLUCOSE(58, Scope.METRICS);

  private final int appli;
  private final String scope;

  Category(int appli, String scope) {
    this.appli = appli;
    this.scope = scope;
  }

  int appli() {
    return appli;
  }

  String scope() {
    return scope;
  }

  static Optional<Category> of(long appli) {
    return Arrays.stream(values()).filter(category -> category.appli == appli).findFirst();
  }

  /** The categories that a change of the record belongs to. */
  static Set<Category> of(DataStream stream, Entry entry) {
    return switch (stream) {
      case MEASURES -> ofMeasures(entry.json().path("measures"));
      case ACTIVITY, WORKOUTS, INTRADAY -> EnumSet.of(ACTIVITY);
      case SLEEP, SLEEP_DETAIL -> EnumSet.of(SLEEP);
      case HEART -> EnumSet.of(ECG);
      case DEVICES -> EnumSet.noneOf(Category.class);
    };
  }

  private static Set<Category> ofMeasures(JsonNode measures) {
    Set<Category> categories = EnumSet.noneOf(Category.class);
    for (JsonNode measure : measures) {
      categories.addAll(ofMeasure(measure.path("type").asInt()));
    }
    return categories;
  }

  /** The vendor's lists of measure types overlap: a temperature belongs to two. */
  private static Set<Category> ofMeasure(int type) {
    return switch (type) {
      case 1, 5, 6, 8, 76, 77, 88, 91 -> EnumSet.of(WEIGHT);
      case 71, 73 -> EnumSet.of(WEIGHT, TEMPERATURE);
      case 12 -> EnumSet.of(TEMPERATURE);
      case 9, 10, 11, 54 -> EnumSet.of(PRESSURE);
      default -> EnumSet.noneOf(Category.class);
    };
  }
}

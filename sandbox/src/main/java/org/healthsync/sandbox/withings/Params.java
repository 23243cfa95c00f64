package org.healthsync.sandbox.withings;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.healthsync.sandbox.http.Call;

/**
 * The parameters of a vendor call, read strictly: what is malformed is refused with the
 * invalid-parameters family.
 */
record Params(Call call) {

  Optional<String> text(String name) {
    return call.parameter(name).filter(value -> !value.isEmpty());
  }

  boolean has(String name) {
    return text(name).isPresent();
  }

  String required(String name) {
    return text(name).orElseThrow(() -> VendorFailure.invalidParams(name));
  }

  Optional<Long> number(String name) {
    return text(name).map(value -> parse(name, value));
  }

  long requiredNumber(String name) {
    return parse(name, required(name));
  }

  LocalDate requiredDay(String name) {
    try {
      return LocalDate.parse(required(name));
    } catch (DateTimeParseException e) {
      throw VendorFailure.invalidParams(name);
    }
  }

  /** The members of a comma list; empty when the parameter is absent. */
  Set<String> list(String name) {
    Set<String> members = new LinkedHashSet<>();
    text(name).ifPresent(value -> members.addAll(Arrays.asList(value.split(",", -1))));
    return members;
  }

  private static long parse(String name, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw VendorFailure.invalidParams(name);
    }
  }

  @Override
  public String toString() {
    return call.toString();
  }
}

package org.healthsync.map.fhir;

/** LOINC numbers carry a check digit (LOINC Users' Guide, "LOINC codes": mod 10, Luhn). */
final class LoincNumber {

  private LoincNumber() {}

  static boolean isValid(String code) {
    if (!code.matches("[0-9]{1,7}-[0-9]")) {
      return false;
    }
    int dash = code.indexOf('-');
    return code.charAt(dash + 1) - '0' == checkDigit(code.substring(0, dash));
  }

  /** Codes of answers, {@code LA11834-1}: the same scheme, its digit is two more. */
  static boolean isValidAnswer(String code) {
    if (!code.matches("LA[0-9]{1,7}-[0-9]")) {
      return false;
    }
    int dash = code.indexOf('-');
    return code.charAt(dash + 1) - '0' == (checkDigit(code.substring(2, dash)) + 2) % 10;
  }

  private static int checkDigit(String digits) {
    int sum = 0;
    boolean twice = true;
    for (int i = digits.length() - 1; i >= 0; i--) {
      int digit = digits.charAt(i) - '0';
      if (twice) {
        digit *= 2;
      }
      sum += digit > 9 ? digit - 9 : digit;
      twice = !twice;
    }
    return (10 - sum % 10) % 10;
  }
}

package org.healthsync.map.file;

import java.util.regex.Pattern;

/** Names of reading types and components. */
final class TypeName {

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private TypeName() {}

  static String read(Entry entry) {
    check(entry.text(), entry);
    return entry.text();
  }

  static void check(String name, Entry entry) {
    if (!FORM.matcher(name).matches()) {
      entry.mistake("'" + name + "' is no type name; write lower-case words joined by hyphens");
    }
  }
}

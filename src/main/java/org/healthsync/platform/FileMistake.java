package org.healthsync.platform;

/**
 * One thing that is wrong with a file that somebody wants to put to work.
 *
 * @param file its name
 * @param line line, counted from 1
 * @param key where in the file, such as {@code rules[0].time}; empty for the file itself
 * @param message what is wrong and what to do; no health values
 */
public record FileMistake(String file, int line, String key, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + message;
  }
}

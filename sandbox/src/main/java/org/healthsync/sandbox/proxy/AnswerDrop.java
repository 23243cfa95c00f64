package org.healthsync.sandbox.proxy;

import java.nio.charset.StandardCharsets;

/** Which answers get lost: the next ones that hold a text. Safe for many threads. */
final class AnswerDrop {

  private String marker = "";
  private String end = "";
  private int times;

  /** The next answers that hold {@code text} are lost, up to the piece that holds {@code last}. */
  synchronized void next(int count, String text, String last) {
    if (count < 0 || text.isEmpty() || last.isEmpty()) {
      throw new IllegalArgumentException("a text and how often it is dropped are needed");
    }
    marker = text;
    end = last;
    times = count;
  }

  synchronized void heal() {
    times = 0;
  }

  synchronized int left() {
    return times;
  }

  /** What ends the answers that are lost now. */
  synchronized String end() {
    return end;
  }

  /** Whether this piece of an answer is to be lost; if so, one less is from now on. */
  synchronized boolean takes(byte[] bytes, int length) {
    if (times == 0 || !holds(bytes, length, marker)) {
      return false;
    }
    times--;
    return true;
  }

  /** Whether a piece holds a text. */
  static boolean holds(byte[] bytes, int length, String text) {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(text);
  }
}

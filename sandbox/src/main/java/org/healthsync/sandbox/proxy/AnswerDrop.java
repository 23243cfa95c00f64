package org.healthsync.sandbox.proxy;

import java.nio.charset.StandardCharsets;

/** Which answers get lost: the next ones that hold a text. Safe for many threads. */
final class AnswerDrop {

  private String marker = "";
  private int times;

  synchronized void next(int count, String text) {
    if (count < 0 || text.isEmpty()) {
      throw new IllegalArgumentException("a text and how often it is dropped are needed");
    }
    marker = text;
    times = count;
  }

  synchronized void heal() {
    times = 0;
  }

  synchronized int left() {
    return times;
  }

  /** Whether this piece of an answer is to be lost; if so, one less is from now on. */
  synchronized boolean takes(byte[] bytes, int length) {
    if (times == 0 || !new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(marker)) {
      return false;
    }
    times--;
    return true;
  }
}

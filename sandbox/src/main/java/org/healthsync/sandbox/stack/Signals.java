package org.healthsync.sandbox.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

/** Sends signals to processes that this program started. */
final class Signals {

  private Signals() {}

  /**
   * Sends one and returns when it is sent.
   *
   * @param signal its name without SIG
   */
  static void send(String signal, long pid) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      if (kill.waitFor() != 0 && ProcessHandle.of(pid).isPresent()) {
        throw new IllegalStateException("process " + pid + " does not take SIG" + signal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("there is no command kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending a signal", e);
    }
  }
}

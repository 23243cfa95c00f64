package org.healthsync.sandbox.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * What people see. On a terminal progress is one line that renews itself; elsewhere it is a line
 * now and then.
 */
final class DemoConsole {

  private static final int BAR = 24;
  private static final Duration LINE_EVERY = Duration.ofSeconds(2);

  private final PrintStream out;
  private final boolean terminal;
  private final long started = System.nanoTime();
  private long lastLine;

  DemoConsole(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A step that is done, with the time since the start. */
  void step(String what, String detail) {
    out.printf(Locale.ROOT, "[%5.1f s] %-26s %s%n", seconds(), what, detail);
  }

  /** A line of its own. */
  void line(String text) {
    out.println(text);
  }

  /** Progress, 0 to 1. */
  void progress(double share, String text) {
    int full = (int) Math.round(Math.max(0, Math.min(1, share)) * BAR);
    String line =
        String.format(
            Locale.ROOT,
            "[%5.1f s] [%s%s] %s",
            seconds(),
            "#".repeat(full),
            ".".repeat(BAR - full),
            text);
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, 100 - line.length())));
      out.flush();
    } else if (System.nanoTime() - lastLine > LINE_EVERY.toNanos()) {
      lastLine = System.nanoTime();
      out.println(line);
    }
  }

  /** Ends the renewing line. */
  void progressDone() {
    if (terminal) {
      out.println();
    }
  }

  private double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }
}

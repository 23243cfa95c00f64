package org.healthsync.faults.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsync.sandbox.stack.ServerProcess;

/** What really lives on the heap of a server. */
public final class Heap {

  // "garbage-first heap   total 524288K, used 12345K [..." and its like of other collectors
  private static final Pattern USED = Pattern.compile("used ([0-9]+)K");

  private Heap() {}

  /** Bytes that a full collection leaves. */
  public static long afterCollection(ServerProcess server) {
    String pid = Long.toString(server.handle().pid());
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    if (!used.find()) {
      throw new IllegalStateException("the heap of the server cannot be read");
    }
    long kilobytes = Long.parseLong(used.group(1));
    return kilobytes * 1024;
  }

  private static String jcmd(String pid, String command) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid, command)
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("jcmd cannot be run", e);
    }
  }
}

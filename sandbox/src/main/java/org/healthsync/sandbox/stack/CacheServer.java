package org.healthsync.sandbox.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** A real Redis on loopback that keeps nothing on disk unless it is told to. For one thread. */
public final class CacheServer implements AutoCloseable {

  private static final Pattern PID = Pattern.compile("process_id:([0-9]+)");
  private static final int PATIENCE_MILLIS = 10_000;

  private final RedisServer redis;
  private final Path directory;
  private long pid;

  private CacheServer(RedisServer redis, Path directory) {
    this.redis = redis;
    this.directory = directory;
  }

  /** Starts one on a free port. */
  public static CacheServer start() {
    try {
      Path directory = Files.createTempDirectory("redis");
      RedisServer redis =
          RedisServer.newRedisServer()
              .port(FreePort.find())
              .bind("127.0.0.1")
              .setting("save \"\"")
              .setting("appendonly no")
              .setting("dir " + directory)
              .build();
      redis.start();
      CacheServer server = new CacheServer(redis, directory);
      server.pid = server.askForPid();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded Redis does not start", e);
    }
  }

  /** Its port. */
  public int port() {
    return redis.ports().get(0);
  }

  /** Forgets everything, as after a failover that lost its writes. */
  public void flush() {
    command("FLUSHALL", "+OK");
  }

  /** Writes what it holds to its disk. */
  public void save() {
    command("SAVE", "+OK");
  }

  /** Forgets the scripts it was told, but no data. */
  public void flushScripts() {
    command("SCRIPT FLUSH", "+OK");
  }

  /** Holds its breath: it takes connections and answers nobody. */
  public void pause() {
    Signals.send("STOP", pid);
  }

  /** Ends {@link #pause()}. */
  public void resume() {
    Signals.send("CONT", pid);
  }

  /** Ends it as a power failure would. */
  public void kill() {
    Signals.send("KILL", pid);
    stopped();
  }

  /** Starts it again after {@link #kill()}, with what {@link #save()} wrote, on the same port. */
  public void restart() {
    try {
      redis.start();
      pid = askForPid();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded Redis does not start again", e);
    }
  }

  private long askForPid() {
    Matcher matcher = PID.matcher(command("INFO server", "process_id"));
    if (!matcher.find()) {
      throw new IllegalStateException("Redis does not tell its process");
    }
    return Long.parseLong(matcher.group(1));
  }

  /** Sends an inline command and reads until the wanted text has come. */
  private String command(String command, String wanted) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder();
      byte[] buffer = new byte[8192];
      // a line that holds the text is complete when its end has come
      while (answer.indexOf(wanted) < 0 || answer.indexOf("\n", answer.indexOf(wanted)) < 0) {
        int length = socket.getInputStream().read(buffer);
        if (length < 0) {
          throw new IllegalStateException("Redis ended the connection");
        }
        answer.append(new String(buffer, 0, length, StandardCharsets.US_ASCII));
      }
      return answer.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("Redis does not answer", e);
    }
  }

  private void stopped() {
    try {
      redis.stop();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded Redis does not stop", e);
    }
  }

  @Override
  public void close() {
    resume();
    stopped();
    try {
      Files.deleteIfExists(directory.resolve("dump.rdb"));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("the files of the embedded Redis cannot be removed", e);
    }
  }
}

package org.healthsync.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer and the way in which it reaches the client: whole, late, in drops, many times over or
 * not at all. Immutable.
 */
public final class Reply {

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final int repeat;
  private final Duration delay;
  private final Duration pause;
  private final boolean dropped;

  private Reply(
      int status,
      Map<String, String> headers,
      byte[] body,
      int repeat,
      Duration delay,
      Duration pause,
      boolean dropped) {
    this.status = status;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.body = body;
    this.repeat = repeat;
    this.delay = delay;
    this.pause = pause;
    this.dropped = dropped;
  }

  /** A body with its media type, sent whole and at once. */
  public static Reply of(int status, String contentType, byte[] body) {
    Map<String, String> headers = Map.of("Content-Type", contentType);
    return new Reply(status, headers, body.clone(), 1, Duration.ZERO, Duration.ZERO, false);
  }

  public static Reply json(int status, String body) {
    return of(status, "application/json; charset=utf-8", body.getBytes(UTF_8));
  }

  public static Reply html(int status, String body) {
    return of(status, "text/html; charset=utf-8", body.getBytes(UTF_8));
  }

  /** A 302 to an absolute or relative address. */
  public static Reply redirect(String location) {
    return of(302, "text/plain; charset=utf-8", new byte[0]).with("Location", location);
  }

  /** The same with one header more. */
  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body, repeat, delay, pause, dropped);
  }

  /** The same with other bytes under the same headers. */
  public Reply withBody(byte[] other) {
    return new Reply(status, headers, other.clone(), repeat, delay, pause, dropped);
  }

  /** The same, begun only after the delay; no thread waits meanwhile. */
  public Reply after(Duration wait) {
    return new Reply(status, headers, body, repeat, wait, pause, dropped);
  }

  /** The same, one byte at a time with a pause before each (a "slow loris"). */
  public Reply dribbled(Duration between) {
    return new Reply(status, headers, body, repeat, delay, between, dropped);
  }

  /**
   * The same with its body sent that many times in a row as one answer, without holding it in
   * memory.
   */
  public Reply repeated(int times) {
    return new Reply(status, headers, body, times, delay, pause, dropped);
  }

  /** The same, but the connection is closed before a byte of it is sent. */
  public Reply dropped() {
    return new Reply(status, headers, body, repeat, delay, pause, true);
  }

  public int status() {
    return status;
  }

  public byte[] body() {
    return body.clone();
  }

  Map<String, String> headers() {
    return headers;
  }

  Duration delay() {
    return delay;
  }

  Duration pause() {
    return pause;
  }

  boolean isDropped() {
    return dropped;
  }

  boolean isPlain() {
    return repeat == 1 && pause.isZero();
  }

  /** In how many pieces the body goes out. */
  int pieces() {
    return pause.isZero() ? repeat : body.length;
  }

  /** The bytes of one piece, for reading only. */
  ByteBuffer piece(int index) {
    return pause.isZero() ? ByteBuffer.wrap(body) : ByteBuffer.wrap(body, index, 1).slice();
  }
}

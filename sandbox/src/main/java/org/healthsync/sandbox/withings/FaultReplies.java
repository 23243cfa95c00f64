package org.healthsync.sandbox.withings;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.healthsync.sandbox.http.Reply;

/** What a client gets to see of a fault. */
final class FaultReplies {

  private static final int MEBIBYTE = 1 << 20;

  private FaultReplies() {}

  /** The answer in place of the right one. */
  static Reply instead(CloudFault fault) {
    return switch (fault) {
      case HTTP_500 -> Reply.html(500, "<html><body>Internal Server Error</body></html>");
      case STATUS_401 -> Envelope.failure(VendorFailure.unauthorized());
      case STATUS_601 -> Envelope.failure(VendorFailure.tooManyRequests());
      case STATUS_503 -> Envelope.failure(VendorFailure.invalidParams("offset"));
      case STATUS_522 -> Envelope.failure(VendorFailure.timeout());
      case HTML -> Reply.html(200, "<html><body>Please log in to this network</body></html>");
      case EMPTY -> Reply.json(200, "");
      case DROP -> Reply.json(200, "").dropped();
      case HUGE -> Reply.json(200, "[" + " ".repeat(MEBIBYTE)).repeated(512);
      case GZIP_BOMB ->
          Reply.json(200, "").withBody(gzip(spaces(), 256)).with("Content-Encoding", "gzip");
      case DROP_ANSWER, DELAY, DRIBBLE, TRUNCATED, BAD_GZIP, WRONG_CHARSET ->
          throw new IllegalArgumentException(fault + " needs the right answer");
    };
  }

  /** The right answer, spoilt. */
  static Reply spoil(Reply right, FaultRule rule) {
    return switch (rule.fault()) {
      case DROP_ANSWER -> right.dropped();
      case DELAY -> right.after(rule.delay());
      case DRIBBLE -> right.dribbled(rule.delay());
      case TRUNCATED -> right.withBody(Arrays.copyOf(right.body(), right.body().length / 2));
      case BAD_GZIP -> right.withBody(damaged(right.body())).with("Content-Encoding", "gzip");
      case WRONG_CHARSET -> right.withBody(new String(right.body(), UTF_8).getBytes(UTF_16));
      case HTTP_500,
          STATUS_401,
          STATUS_601,
          STATUS_503,
          STATUS_522,
          HTML,
          EMPTY,
          DROP,
          HUGE,
          GZIP_BOMB ->
          throw new IllegalArgumentException(rule.fault() + " leaves nothing to spoil");
    };
  }

  private static byte[] damaged(byte[] body) {
    byte[] zipped = gzip(body, 1);
    zipped[zipped.length - 8] ^= 0x55;
    return zipped;
  }

  private static byte[] spaces() {
    byte[] spaces = new byte[MEBIBYTE];
    Arrays.fill(spaces, (byte) ' ');
    return spaces;
  }

  private static byte[] gzip(byte[] part, int times) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      for (int i = 0; i < times; i++) {
        out.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return zipped.toByteArray();
  }
}

package org.healthsync.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterOutputStream;

/** A resource's text as the ledger keeps it: zlib (RFC 1950), fast rather than small. */
final class StoredBody {

  private StoredBody() {}

  static byte[] pack(byte[] body) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 2 + 64);
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }

  static byte[] unpack(byte[] packed) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(packed.length * 3);
    try (InflaterOutputStream out = new InflaterOutputStream(body)) {
      out.write(packed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return body.toByteArray();
  }
}

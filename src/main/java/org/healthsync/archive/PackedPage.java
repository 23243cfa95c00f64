package org.healthsync.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.healthsync.spi.stream.Payload;

/**
 * What of a page is sealed: attributes and payload as zlib (RFC 1950), after one byte that names
 * the format.
 */
record PackedPage(Map<String, String> attributes, Payload payload) {

  private static final byte FORMAT = 1;

  static PackedPage unpack(byte[] packed) {
    if (packed.length == 0 || packed[0] != FORMAT) {
      throw new IllegalArgumentException("archived by a newer version of the service");
    }
    try (DataInputStream in =
        new DataInputStream(
            new InflaterInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1)))) {
      Map<String, String> attributes = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        attributes.put(in.readUTF(), in.readUTF());
      }
      return new PackedPage(attributes, Payload.of(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] pack() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(payload.size() / 4 + 64);
    packed.write(FORMAT);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed))) {
      out.writeInt(attributes.size());
      for (Map.Entry<String, String> attribute : new TreeMap<>(attributes).entrySet()) {
        out.writeUTF(attribute.getKey());
        out.writeUTF(attribute.getValue());
      }
      out.write(payload.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}

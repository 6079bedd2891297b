package io.semj.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import io.semj.error.KernelLimitException;
import io.semj.format.RecordDescriptor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.agrona.DirectBuffer;

/**
 * What of an event travels in the metadata of its kernel form, as bytes:
 *
 * <pre>
 *   0                 8        12       16   17
 *  +-----------------+--------+--------+----+------------------------------+
 *  |   "SEMJCAR1"    | CRC32C | length |defl| parts, deflated if that is 1 |
 *  +-----------------+--------+--------+----+------------------------------+
 *
 *  part  | u8 what | u32 length | bytes |
 * </pre>
 *
 * The CRC32C is over all bytes behind it, the length that of the parts as they are.
 */
final class CarriedParts {
  /** The metadata that the event itself has. */
  static final int METADATA = 1;

  /** The end of the payload. */
  static final int PAYLOAD = 2;

  /** The last causality links. */
  static final int LINKS = 3;

  /** Entries of the compact context that the kernel has no place for. */
  static final int FIELDS = 4;

  /** The end of a text: u8 field id, bytes. */
  static final int TEXT = 5;

  /** The userspace flags and the cross-boundary id. */
  static final int EXTENSION = 6;

  private static final byte[] MAGIC = "SEMJCAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int CRC_OFFSET = 8;
  private static final int LENGTH_OFFSET = 12;
  private static final int DEFLATED_OFFSET = 16;
  private static final int HEAD = 17;
  private static final int LIMIT = RecordDescriptor.KERNEL_MAX_METADATA_LENGTH;

  /** Nothing that fits 2,048 bytes deflated is longer: deflate makes at most 1,032 bytes of one. */
  private static final int LONGEST = 1_032 * LIMIT;

  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

  void add(int what, byte[] bytes) {
    ByteBuffer head = ByteBuffer.allocate(1 + Integer.BYTES).order(LITTLE_ENDIAN);
    parts.writeBytes(head.put((byte) what).putInt(bytes.length).array().clone());
    parts.writeBytes(bytes);
  }

  /** The metadata of the kernel event. */
  byte[] toMetadata() {
    byte[] plain = parts.toByteArray();
    byte[] deflated = plain.length > LONGEST ? plain : deflate(plain);
    boolean smaller = deflated.length < plain.length;
    byte[] body = smaller ? deflated : plain;
    int length = HEAD + body.length;
    if (length > LIMIT) {
      throw new KernelLimitException("metadata with what it is to carry", LIMIT, length);
    }
    byte[] metadata = new byte[length];
    ByteBuffer out = ByteBuffer.wrap(metadata).order(LITTLE_ENDIAN);
    out.put(0, MAGIC).putInt(LENGTH_OFFSET, plain.length);
    out.put(DEFLATED_OFFSET, (byte) (smaller ? 1 : 0)).put(HEAD, body);
    out.putInt(CRC_OFFSET, Crc32c.of(metadata, LENGTH_OFFSET, length - LENGTH_OFFSET));
    return metadata;
  }

  /** Whether metadata begins like this, sound or not. */
  static boolean mayBegin(DirectBuffer buffer, int offset, int length) {
    if (length < HEAD) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (buffer.getByte(offset + i) != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /** The parts that metadata carries; none if it carries none, or not in sound form. */
  static Optional<ByteBuffer> of(byte[] metadata) {
    ByteBuffer in = ByteBuffer.wrap(metadata).order(LITTLE_ENDIAN);
    int covered = metadata.length - LENGTH_OFFSET;
    if (in.getInt(CRC_OFFSET) != Crc32c.of(metadata, LENGTH_OFFSET, covered)) {
      return Optional.empty();
    }
    int length = in.getInt(LENGTH_OFFSET);
    if (length < 0 || length > LONGEST) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOfRange(metadata, HEAD, metadata.length);
    byte[] plain = in.get(DEFLATED_OFFSET) == 1 ? inflate(body, length) : body;
    return plain.length == length
        ? Optional.of(ByteBuffer.wrap(plain).order(LITTLE_ENDIAN))
        : Optional.empty();
  }

  private static byte[] deflate(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] out = new byte[plain.length + 64];
      int length = deflater.deflate(out);
      return deflater.finished() ? Arrays.copyOf(out, length) : plain;
    } finally {
      deflater.end();
    }
  }

  private static byte[] inflate(byte[] deflated, int length) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      byte[] out = new byte[length];
      int got = inflater.inflate(out);
      return Arrays.copyOf(out, got);
    } catch (DataFormatException e) {
      return new byte[0];
    } finally {
      inflater.end();
    }
  }
}

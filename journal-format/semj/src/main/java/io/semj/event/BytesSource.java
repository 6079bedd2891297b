package io.semj.event;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.DirectBuffer;

/** Where a builder's payload or metadata will be copied from, whatever kind of thing that is. */
final class BytesSource {
  private final String field;
  private final int limit;
  private Object source;
  private int offset;
  private int length;

  BytesSource(String field, int limit) {
    this.field = field;
    this.limit = limit;
  }

  void clear() {
    source = null;
    length = 0;
  }

  void set(byte[] bytes, int from, int count) {
    Objects.checkFromIndexSize(from, count, bytes.length);
    source = bytes;
    offset = from;
    length = count;
  }

  void set(ByteBuffer bytes) {
    source = bytes;
    offset = bytes.position();
    length = bytes.remaining();
  }

  void set(DirectBuffer bytes, int from, int count) {
    Objects.checkFromIndexSize(from, count, bytes.capacity());
    source = bytes;
    offset = from;
    length = count;
  }

  void set(CharSequence text) {
    source = requireNonNull(text, field);
    length = 0;
  }

  /** Copies the bytes to their place in a record, and returns how many there were. */
  int copyTo(RecordBuffer out, int at) {
    if (source instanceof CharSequence text) {
      return out.putText(at, text, limit, field);
    }
    if (length > limit) {
      throw RecordBuffer.tooLong(field, limit, length);
    }
    out.ensure(at + length);
    if (source instanceof byte[] array) {
      System.arraycopy(array, offset, out.bytes(), at, length);
    } else if (source instanceof ByteBuffer buffer) {
      buffer.get(offset, out.bytes(), at, length);
    } else if (source instanceof DirectBuffer buffer) {
      buffer.getBytes(offset, out.bytes(), at, length);
    }
    return length;
  }
}

package io.semj.event;

import static java.util.Objects.requireNonNull;

import io.semj.error.SerializationException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Where a builder's payload or metadata will be copied from, whatever kind of thing that is. */
final class BytesSource {
  private final String field;
  private final int limit;

  /** Kept beside the source, because asking an object for an interface that it lacks is slow. */
  private enum Kind {
    NOTHING,
    ARRAY,
    BYTE_BUFFER,
    DIRECT_BUFFER,
    TEXT
  }

  private Kind kind = Kind.NOTHING;
  private Object source;
  private int offset;
  private int length;

  BytesSource(String field, int limit) {
    this.field = field;
    this.limit = limit;
  }

  void clear() {
    kind = Kind.NOTHING;
    source = null;
    length = 0;
  }

  void set(byte[] bytes, int from, int count) {
    Objects.checkFromIndexSize(from, count, bytes.length);
    kind = Kind.ARRAY;
    source = bytes;
    offset = from;
    length = count;
  }

  void set(ByteBuffer bytes) {
    kind = Kind.BYTE_BUFFER;
    source = bytes;
    offset = bytes.position();
    length = bytes.remaining();
  }

  void set(DirectBuffer bytes, int from, int count) {
    Objects.checkFromIndexSize(from, count, bytes.capacity());
    kind = Kind.DIRECT_BUFFER;
    source = bytes;
    offset = from;
    length = count;
  }

  void set(CharSequence text) {
    source = requireNonNull(text, field);
    kind = Kind.TEXT;
    length = 0;
  }

  /** Copies the bytes to their place in a record, and returns how many there were. */
  int copyTo(RecordBuffer out, int at) {
    if (kind == Kind.TEXT) {
      return out.putText(at, (CharSequence) source, limit, field);
    }
    if (length > limit) {
      throw RecordBuffer.tooLong(field, limit, length);
    }
    out.ensure(at + length);
    switch (kind) {
      case ARRAY -> System.arraycopy(source, offset, out.bytes(), at, length);
      case BYTE_BUFFER -> ((ByteBuffer) source).get(offset, out.bytes(), at, length);
      case DIRECT_BUFFER -> ((DirectBuffer) source).getBytes(offset, out.bytes(), at, length);
      default -> {}
    }
    return length;
  }

  boolean isNothing() {
    return kind == Kind.NOTHING;
  }

  /** How many bytes there are; -1 when that takes more than a look. */
  int knownLength() {
    return kind == Kind.TEXT || length > limit ? -1 : length;
  }

  /** Copies bytes whose length was known; refuses when it is another one by now. */
  void copyTo(MutableDirectBuffer out, int at, int expected) {
    Object bytes = source;
    int from = offset;
    if (length != expected) {
      throw new SerializationException(
          "event was changed while it was emitted, a builder belongs to one thread: field="
              + field
              + ", expected="
              + expected
              + ", actual="
              + length);
    }
    switch (kind) {
      case ARRAY -> out.putBytes(at, (byte[]) bytes, from, expected);
      case BYTE_BUFFER -> out.putBytes(at, (ByteBuffer) bytes, from, expected);
      case DIRECT_BUFFER -> out.putBytes(at, (DirectBuffer) bytes, from, expected);
      default -> {}
    }
  }
}

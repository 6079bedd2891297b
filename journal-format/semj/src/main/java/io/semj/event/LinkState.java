package io.semj.event;

import static io.semj.format.RecordDescriptor.LINK_CAUSE_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_DELAY_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_DESCRIPTION_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_DESCRIPTION_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_EFFECT_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_STRENGTH_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_TYPE_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.SerializationException;
import io.semj.format.RecordDescriptor;
import org.agrona.DirectBuffer;

/** The causality links of a builder, already in the form that a record has. */
final class LinkState {
  private static final String DESCRIPTION = "link_description";

  /** Null until there is a link: most events have none. */
  private RecordBuffer links;

  private int count;

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  void add(
      long cause, long effect, int type, int strength, long delayNanos, CharSequence description) {
    if (count == RecordDescriptor.MAX_LINKS) {
      throw RecordBuffer.tooLong("causality_links", RecordDescriptor.MAX_LINKS, count + 1L);
    }
    RecordBuffer out = room(count + 1);
    int at = count * LINK_LENGTH;
    out.clear(at, LINK_LENGTH);
    out.putLong(at + LINK_CAUSE_OFFSET, cause);
    out.putLong(at + LINK_EFFECT_OFFSET, effect);
    out.putInt(at + LINK_TYPE_OFFSET, type);
    out.putInt(at + LINK_STRENGTH_OFFSET, strength);
    out.putLong(at + LINK_DELAY_OFFSET, delayNanos);
    int text = at + LINK_DESCRIPTION_OFFSET;
    out.putText(text, description, LINK_DESCRIPTION_LENGTH - 1, DESCRIPTION);
    if (out.zeroInText()) {
      throw new SerializationException(
          "text has a zero character, which would end it: field=" + DESCRIPTION);
    }
    count++;
  }

  /** Takes over links that are in this form already. */
  void addRaw(byte[] source, int offset, int number) {
    if (number > 0) {
      room(count + number).putBytes(count * LINK_LENGTH, source, offset, number * LINK_LENGTH);
      count += number;
    }
  }

  private RecordBuffer room(int number) {
    if (links == null) {
      links = new RecordBuffer();
    }
    links.ensure(number * LINK_LENGTH);
    return links;
  }

  /** The link at this offset. */
  static CausalityLink read(DirectBuffer links, int at) {
    int text = at + LINK_DESCRIPTION_OFFSET;
    int size = 0;
    while (size < LINK_DESCRIPTION_LENGTH && links.getByte(text + size) != 0) {
      size++;
    }
    return new CausalityLink(
        links.getLong(at + LINK_CAUSE_OFFSET, LITTLE_ENDIAN),
        links.getLong(at + LINK_EFFECT_OFFSET, LITTLE_ENDIAN),
        links.getInt(at + LINK_TYPE_OFFSET, LITTLE_ENDIAN),
        links.getInt(at + LINK_STRENGTH_OFFSET, LITTLE_ENDIAN),
        links.getLong(at + LINK_DELAY_OFFSET, LITTLE_ENDIAN),
        links.getStringWithoutLengthUtf8(text, size));
  }

  void copyTo(RecordBuffer out, int at) {
    if (count > 0) {
      out.putBytes(at, links.bytes(), 0, count * LINK_LENGTH);
    }
  }
}

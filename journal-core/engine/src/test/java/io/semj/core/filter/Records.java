package io.semj.core.filter;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.event.EventBuilder;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import org.agrona.concurrent.UnsafeBuffer;

/** Records as a journal would store them. */
final class Records {
  private Records() {}

  static RecordFlyweight of(EventBuilder event) {
    return of(event, 1);
  }

  static RecordFlyweight of(EventBuilder event, long sequence) {
    UnsafeBuffer image = new UnsafeBuffer(event.build().toByteArray());
    image.putLong(RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
    return new RecordFlyweight().wrap(image, 0);
  }
}

package io.semj.kernel;

import io.semj.error.CompatibilityException;
import io.semj.error.SerializationException;
import io.semj.event.EmittableEvent;
import io.semj.event.KernelEventDecoder;
import io.semj.event.KernelEventEncoder;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Converts one event after another as {@link KernelOverflow} says. Belongs to one thread. */
final class KernelConverter {
  private final KernelOverflow overflow;
  private final KernelEventEncoder encoder = new KernelEventEncoder();
  private final RecordFlyweight packed = new RecordFlyweight();

  KernelConverter(KernelOverflow overflow) {
    this.overflow = overflow;
  }

  /** Encodes a record; the result is the encoder's. */
  int toKernel(RecordFlyweight record, long clockOffset) {
    if (overflow == KernelOverflow.REFUSE) {
      return encoder.encode(record, clockOffset);
    }
    if (!MetadataCarrier.isNeeded(record)) {
      try {
        return encoder.encode(record, clockOffset);
      } catch (CompatibilityException | SerializationException doesNotFit) {
        return encodePacked(record, clockOffset);
      }
    }
    return encodePacked(record, clockOffset);
  }

  private int encodePacked(RecordFlyweight record, long clockOffset) {
    return encoder.encode(packed.wrap(MetadataCarrier.pack(record).image(), 0), clockOffset);
  }

  DirectBuffer image() {
    return encoder.image();
  }

  int length() {
    return encoder.length();
  }

  byte[] toByteArray() {
    return encoder.toByteArray();
  }

  /** The record of an event. */
  static RecordFlyweight record(SemanticEvent event) {
    return new RecordFlyweight().wrap(new UnsafeBuffer(event.toByteArray()), 0);
  }

  /** The event that was carried in what was decoded, or what was decoded itself. */
  EmittableEvent unpacked(KernelEventDecoder decoded) {
    if (overflow == KernelOverflow.REFUSE) {
      return decoded;
    }
    Optional<SemanticEvent> event = MetadataCarrier.unpack(decoded.record());
    return event.isPresent() ? event.get() : decoded;
  }
}

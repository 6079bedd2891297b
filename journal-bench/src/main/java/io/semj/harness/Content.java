package io.semj.harness;

import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import java.util.Arrays;

/**
 * Events whose whole content follows from a seed, who emitted them and their number, so that a
 * reader needs nothing else to know what they must be. Not thread-safe.
 */
final class Content {
  private static final int USUAL_BYTES = 300;
  private static final int LARGE_BYTES = 12_000;
  private static final int LARGE_IN = 50;
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private final long seed;
  private final EventBuilder builder = SemanticEvent.builder(EventType.FILESYSTEM_WRITE);

  Content(long seed) {
    this.seed = seed;
  }

  /**
   * The event of a source with a number, in a builder that is used again.
   *
   * @param group 0, or what all events of an atomic group have in common
   */
  EventBuilder event(long source, long number, long group) {
    return fill(builder, source, number, group);
  }

  /** The same in a builder of its own. */
  EventBuilder member(long source, long number, long group) {
    return fill(SemanticEvent.builder(EventType.FILESYSTEM_WRITE), source, number, group);
  }

  private EventBuilder fill(EventBuilder target, long source, long number, long group) {
    return target
        .reset(EventType.FILESYSTEM_WRITE)
        .transactionId(source)
        .sessionId(number)
        .causalityChainId(group)
        .path("/" + source + "/" + number)
        .payload(payload(source, number));
  }

  /** What is wrong with an event that was read back, or null. */
  String faultOf(SemanticEvent event) {
    long source = event.transactionId();
    long number = event.sessionId();
    if (!("/" + source + "/" + number).equals(event.path())) {
      return "path is not that of its source and number";
    }
    return Arrays.equals(event.payload(), payload(source, number)) ? null : "payload is another";
  }

  private byte[] payload(long source, long number) {
    long key = mix(seed ^ mix(source * GOLDEN + number));
    int most = (key & Integer.MAX_VALUE) % LARGE_IN == 0 ? LARGE_BYTES : USUAL_BYTES;
    byte[] bytes = new byte[(int) ((key >>> 33) % most)];
    for (int i = 0; i < bytes.length; i++) {
      if ((i & 7) == 0) {
        key = mix(key + GOLDEN);
      }
      bytes[i] = (byte) (key >>> ((i & 7) * 8));
    }
    return bytes;
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }
}

package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import java.util.Random;

/** Events whose whole content follows from their number. */
final class NumberedEvents {
  private static final int LARGE_EVERY = 16;
  private static final int LARGEST = 300_000;

  private NumberedEvents() {}

  /** Most are small; those that are not make segments roll. */
  static EventBuilder of(long number) {
    return SemanticEvent.builder(EventType.FILESYSTEM_WRITE)
        .transactionId(number)
        .filesystem("/data/" + number, number, 0x8000)
        .payload(payload(number));
  }

  private static byte[] payload(long number) {
    Random random = new Random(number * 1_000_003L);
    boolean large = random.nextInt(LARGE_EVERY) == 0;
    byte[] payload = new byte[random.nextInt(large ? LARGEST : 200)];
    random.nextBytes(payload);
    return payload;
  }

  static void assertIs(long number, SemanticEvent event) {
    assertThat(event.transactionId()).as("number").isEqualTo(number);
    assertThat(event.path()).isEqualTo("/data/" + number);
    assertThat(event.payload()).isEqualTo(payload(number));
  }
}

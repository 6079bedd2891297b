package io.semj.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.SerializationException;
import io.semj.format.RecordDescriptor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.CharBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class EventLimitsTest {
  private static final int MOST_TEXT = RecordDescriptor.MAX_TEXT_LENGTH;

  private static EventBuilder event() {
    return SemanticEvent.builder(EventType.FILESYSTEM_WRITE);
  }

  private static void assertRefused(EventBuilder builder, String... parts) {
    assertThatThrownBy(builder::encode)
        .isInstanceOf(SerializationException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void shouldTakeTextUpToTheLimitOfTheFormat() {
    String ascii = "a".repeat(MOST_TEXT);
    String wide = "デ".repeat(MOST_TEXT / 3);

    assertThat(event().path(ascii).build().path()).isEqualTo(ascii);
    assertThat(event().path(wide).build().path()).isEqualTo(wide);
    assertThat(event().log(ascii, wide).build().observability().logMessage()).contains(wide);
    assertThat(event().path(ascii).build().kernelViolation()).contains("actual=65535");
  }

  @Test
  void shouldRefuseTextAboveTheLimitWithBothSizes() {
    assertRefused(event().path("a".repeat(65_536)), "field=path, limit=65535, actual=65536");
    assertRefused(
        event().log("x", "デ".repeat(21_845) + "a"), "field=log_message, limit=65535, actual=65536");
    assertRefused(
        event().tags("é".repeat(65_536)), "field=semantic_tags, limit=65535, actual=131072");
  }

  @Test
  void shouldTakePayloadAndMetadataUpToTheLimitAndRefuseOneByteMore() {
    int most = RecordDescriptor.MAX_PAYLOAD_LENGTH;

    SemanticEvent largest = event().payload(new byte[most]).metadata(new byte[most]).build();
    assertThat(largest.length()).isEqualTo(204 + 2 * most);
    assertRefused(
        event().payload(new byte[most + 1]), "field=payload, limit=16777216, actual=16777217");
    assertRefused(event().metadata(new byte[most + 1]), "field=metadata, limit=16777216");
    assertRefused(event().payloadText("a".repeat(most + 1)), "field=payload", "actual=16777217");
  }

  @Test
  void shouldTakeLinksUpToTheLimitAndRefuseOneMore() {
    EventBuilder builder = event();
    for (int i = 0; i < RecordDescriptor.MAX_LINKS; i++) {
      builder.link(i, 0, 0, 0, 0, "");
    }

    assertThatThrownBy(() -> builder.link(0, 0, 0, 0, 0, ""))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("field=causality_links, limit=65536, actual=65537");
    assertThat(builder.build().linkCount()).isEqualTo(65_536);
  }

  @Test
  void shouldTakeALinkDescriptionOf127BytesAndRefuseMore() {
    String fits = "é".repeat(63) + "x";

    assertThat(event().link(1, 2, 3, 4, 5, fits).build().causalityLinks().get(0).description())
        .isEqualTo(fits);
    assertThatThrownBy(() -> event().link(1, 2, 3, 4, 5, fits + "x"))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("field=link_description, limit=127, actual=128");
    assertThatThrownBy(() -> event().link(1, 2, 3, 4, 5, "a\0b"))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("zero character");
  }

  @Test
  void shouldRefuseHalfASurrogatePairNamingTheField() {
    assertRefused(event().path("ab\uD83D"), "field=path, index=2, actual=0xD83D");
    assertRefused(event().path("\uDE00"), "field=path, index=0, actual=0xDE00");
    assertRefused(event().log("", "a\uD83Db"), "field=log_message, index=1");
    assertRefused(event().payloadText("\uD83D\uD83D"), "field=payload, index=0");
    assertRefused(event().metadataText("é\uDE00"), "field=metadata, index=1");
  }

  @Property
  void shouldEncodeTextAsTheJdkDoes(@ForAll String text) {
    String valid = new String(text.getBytes(UTF_8), UTF_8);
    byte[] expected = valid.getBytes(UTF_8);

    assertThat(event().payloadText(valid).build().payload()).isEqualTo(expected);
    assertThat(event().payloadText(CharBuffer.wrap(valid)).build().payload()).isEqualTo(expected);
    assertThat(event().path(valid).build().path()).isEqualTo(valid);
    assertThat(Utf8.length(valid)).isEqualTo(expected.length);
  }

  @Test
  void shouldAllocateNothingOnceWarm() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Assumptions.assumeTrue(
        threads instanceof com.sun.management.ThreadMXBean meter
            && meter.isThreadAllocatedMemorySupported()
            && meter.isThreadAllocatedMemoryEnabled(),
        "this JVM does not count a thread's allocations");
    com.sun.management.ThreadMXBean meter = (com.sun.management.ThreadMXBean) threads;
    long thread = Thread.currentThread().getId();
    EventBuilder builder = event();
    byte[] payload = new byte[256];
    int rounds = 20_000;

    long sum = emit(builder, payload, rounds);
    meter.getThreadAllocatedBytes(thread);
    long before = meter.getThreadAllocatedBytes(thread);
    sum += emit(builder, payload, rounds);
    long allocated = meter.getThreadAllocatedBytes(thread) - before;

    assertThat(sum).isPositive();
    // The meter itself may allocate a little; a single byte an event would be far above this.
    assertThat(allocated).isLessThan(rounds / 4);
  }

  private static long emit(EventBuilder builder, byte[] payload, int rounds) {
    long sum = 0;
    for (int i = 0; i < rounds; i++) {
      builder
          .reset(EventType.FILESYSTEM_CREATE)
          .filesystem("/home/user/.m2/repository/org/données", i, 0x8000)
          .sessionId(i)
          .metric("latency", i, "ns")
          .link(i, i, 1, 2, 3, "because")
          .payload(payload)
          .metadataText("{}");
      sum += builder.encode();
    }
    return sum;
  }
}

package io.semj.core.filter;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.semj.error.SerializationException;
import io.semj.event.EventBuilder;
import io.semj.event.EventCategory;
import io.semj.event.EventFlags;
import io.semj.event.EventPriority;
import io.semj.event.EventType;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTest {
  private static final int WARM_UP = 200_000;
  private static final int MATCHES = 100_000;
  private static final long TOLERATED_BYTES = 4_096;

  private static EventBuilder event() {
    return new EventBuilder(EventType.FILESYSTEM_WRITE)
        .timestampNanos(1_000)
        .transactionId(7)
        .sessionId(8)
        .causalityChainId(9)
        .path("/home/ann/notes.txt")
        .agent("planner", "tidy up", 80)
        .tags("[\"urgent\",\"disk full\"]")
        .priority(EventPriority.HIGH)
        .flags(EventFlags.CAUSAL | EventFlags.INDEXED)
        .agentRelevance(60)
        .agentVisibilityMask(0b0110)
        .payloadText("quota exceeded für ann");
  }

  private static boolean wants(EventFilterBuilder filter) {
    return filter.build().matches(Records.of(event(), 42));
  }

  private static EventFilterBuilder filter() {
    return EventFilter.builder();
  }

  @Test
  void shouldWantEverythingWithoutCriteria() {
    assertThat(wants(filter())).isTrue();
    assertThat(EventFilter.ALL).hasToString("all");
    assertThat(EventFilter.ALL.bounds()).isEqualTo(FilterBounds.ALL);
  }

  @Test
  void shouldWantAnyOfSeveralTypesAndCategories() {
    assertThat(wants(filter().type(EventType.FILESYSTEM_WRITE))).isTrue();
    assertThat(wants(filter().type(EventType.GRAPH_QUERY))).isFalse();
    assertThat(wants(filter().type(EventType.GRAPH_QUERY).type("filesystem.write"))).isTrue();
    assertThat(wants(filter().category(EventCategory.FILESYSTEM))).isTrue();
    assertThat(wants(filter().category(EventCategory.GRAPH))).isFalse();
    assertThat(wants(filter().category(EventCategory.GRAPH).type(0x0104))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x9001", "36865"})
  void shouldTakeTheCodeOfATypeThatItDoesNotKnow(String code) {
    assertThat(filter().type(code).build().matches(Records.of(new EventBuilder(0x9001)))).isTrue();
    assertThat(wants(filter().type(code))).isFalse();
  }

  @Test
  void shouldRefuseWhatIsNoType() {
    assertThatThrownBy(() -> filter().type("graph.quary"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no event type has this name: actual=graph.quary");
    assertThatThrownBy(() -> filter().type("0x100000101"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("event type is out of range: expected=0..4294967295, actual=0x100000101");
  }

  @Test
  void shouldWantWhatTheContextSays() {
    assertThat(wants(filter().transaction(7))).isTrue();
    assertThat(wants(filter().transaction(1).transaction(7))).isTrue();
    assertThat(wants(filter().transaction(8))).isFalse();
    assertThat(wants(filter().session(8))).isTrue();
    assertThat(wants(filter().session(7))).isFalse();
    assertThat(wants(filter().causalityChain(9))).isTrue();
    assertThat(wants(filter().causalityChain(8))).isFalse();
    assertThat(wants(filter().agent("planner"))).isTrue();
    assertThat(wants(filter().agent("plan"))).isFalse();
    assertThat(wants(filter().agent("planner").transaction(7).session(8))).isTrue();
    assertThat(wants(filter().agent("planner").transaction(7).session(1))).isFalse();
  }

  @Test
  void shouldNotWantAnEventThatLacksTheField() {
    RecordFlyweight bare = Records.of(new EventBuilder(EventType.FILESYSTEM_WRITE));
    assertThat(filter().transaction(7).build().matches(bare)).isFalse();
    assertThat(filter().tag("urgent").build().matches(bare)).isFalse();
    RecordFlyweight without =
        Records.of(new EventBuilder(EventType.FILESYSTEM_WRITE).agent("planner", "", 1));
    assertThat(filter().path("/x").agent("planner").build().matches(without)).isFalse();
  }

  @Test
  void shouldWantAPathExactlyOrByPattern() {
    assertThat(wants(filter().path("/home/ann/notes.txt"))).isTrue();
    assertThat(wants(filter().path("/home/ann"))).isFalse();
    assertThat(wants(filter().pathGlob("/home/**"))).isTrue();
    assertThat(wants(filter().pathGlob("/home/*"))).isFalse();
    assertThat(wants(filter().pathGlob("/home/*/*.{md,txt}"))).isTrue();
    assertThat(wants(filter().path("/x").pathGlob("/y/**").pathGlob("/home/a*/n*"))).isTrue();
  }

  @Test
  void shouldWantWholeTagsAndAllOfThem() {
    assertThat(wants(filter().tag("urgent"))).isTrue();
    assertThat(wants(filter().tag("disk full"))).isTrue();
    assertThat(wants(filter().tag("urge"))).isFalse();
    assertThat(wants(filter().tag("urgent").tag("disk full"))).isTrue();
    assertThat(wants(filter().tag("urgent").tag("later"))).isFalse();
    RecordFlyweight list =
        Records.of(new EventBuilder(EventType.AGENT_QUERY).tags("urgently, a,urgent"));
    assertThat(filter().tag("urgent").build().matches(list)).isTrue();
    assertThat(filter().tag("a").build().matches(list)).isTrue();
  }

  @Test
  void shouldWantWhatTheHeadSays() {
    assertThat(wants(filter().minPriority(EventPriority.NORMAL))).isTrue();
    assertThat(wants(filter().minPriority(EventPriority.HIGH))).isTrue();
    assertThat(wants(filter().minPriority(EventPriority.CRITICAL))).isFalse();
    assertThat(wants(filter().flags(EventFlags.CAUSAL))).isTrue();
    assertThat(wants(filter().flags(EventFlags.CAUSAL | EventFlags.ATOMIC))).isFalse();
    assertThat(wants(filter().minRelevance(60))).isTrue();
    assertThat(wants(filter().minRelevance(61))).isFalse();
    assertThat(wants(filter().visibleTo(0b1100))).isTrue();
    assertThat(wants(filter().visibleTo(0b1001))).isFalse();
  }

  @Test
  void shouldWantSequencesAndTimesWithinTheirBoundsBothInclusive() {
    assertThat(wants(filter().fromSequence(42).toSequence(42))).isTrue();
    assertThat(wants(filter().fromSequence(43))).isFalse();
    assertThat(wants(filter().toSequence(41))).isFalse();
    assertThat(wants(filter().fromTimeNanos(1_000).toTimeNanos(1_000))).isTrue();
    assertThat(wants(filter().fromTime(Instant.ofEpochSecond(0, 1_001)))).isFalse();
    assertThat(wants(filter().toTime(Instant.ofEpochSecond(0, 999)))).isFalse();
    assertThat(wants(filter().fromTime(Instant.MIN).toTime(Instant.MAX))).isTrue();
  }

  @Test
  void shouldTellItsBounds() {
    EventFilter filter =
        filter().fromSequence(5).toSequence(9).fromTimeNanos(100).toTimeNanos(200).build();
    assertThat(filter.bounds()).isEqualTo(new FilterBounds(5, 9, 100, 200));
    assertThat(filter().fromSequence(5).fromSequence(3).build().bounds().minSequence())
        .isEqualTo(5);
  }

  @Test
  void shouldWantATextAnywhereInThePayloadOnly() {
    assertThat(wants(filter().payloadContains("exceeded für"))).isTrue();
    assertThat(wants(filter().payloadContains("ann"))).isTrue();
    assertThat(wants(filter().payloadContains("Quota"))).isFalse();
    assertThat(wants(filter().payloadContains("notes.txt"))).isFalse();
  }

  @Test
  void shouldRefuseCriteriaThatMakeNoSense() {
    assertThatThrownBy(() -> filter().transaction(0)).hasMessageContaining("transaction id is 0");
    assertThatThrownBy(() -> filter().path("")).hasMessage("path is empty");
    assertThatThrownBy(() -> filter().minRelevance(101))
        .hasMessage("relevance is out of range: expected=0..100, actual=101");
  }

  @Test
  void shouldCombine() {
    RecordFlyweight record = Records.of(event(), 42);
    RecordFilter yes = filter().fromSequence(40).toSequence(50).build();
    RecordFilter no = filter().fromSequence(45).toSequence(60).build();
    assertThat(yes.and(no).matches(record)).isFalse();
    assertThat(yes.or(no).matches(record)).isTrue();
    assertThat(no.or(yes).matches(record)).isTrue();
    assertThat(no.negate().matches(record)).isTrue();
    assertThat(yes.and(no).bounds().minSequence()).isEqualTo(45);
    assertThat(yes.and(no).bounds().maxSequence()).isEqualTo(50);
    assertThat(yes.or(no).bounds().minSequence()).isEqualTo(40);
    assertThat(yes.or(no).bounds().maxSequence()).isEqualTo(60);
    assertThat(yes.negate().bounds()).isEqualTo(FilterBounds.ALL);
    assertThat(yes.and(no.negate()))
        .hasToString("([fromSequence=40, toSequence=50] and not [fromSequence=45, toSequence=60])");
  }

  @Test
  void shouldLeaveBoundsThatNothingFitsOutOfASpan() {
    RecordFilter nothing = filter().fromSequence(9).toSequence(8).build();
    RecordFilter some = filter().fromSequence(1).toSequence(2).build();
    assertThat(nothing.bounds().isEmpty()).isTrue();
    assertThat(nothing.or(some).bounds()).isEqualTo(some.bounds());
  }

  @Test
  void shouldRefuseAMalformedContext() {
    RecordFlyweight record = Records.of(event());
    UnsafeBuffer bytes = (UnsafeBuffer) record.buffer();
    bytes.putByte(RecordDescriptor.HEAD_LENGTH + 1, (byte) 99);
    assertThatThrownBy(() -> filter().path("/x").build().matches(record))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("offset=204");
    bytes.putByte(RecordDescriptor.HEAD_LENGTH + 1, (byte) 2);
    bytes.putInt(RecordDescriptor.CONTEXT_SIZE_OFFSET, 5, LITTLE_ENDIAN);
    assertThatThrownBy(() -> filter().path("/x").build().matches(record))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void shouldAllocateNothing() {
    assumeTrue(
        ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean,
        "SKIPPED: this JVM does not count allocations by thread");
    RecordFilter filter =
        filter()
            .category(EventCategory.FILESYSTEM)
            .agent("planner")
            .transaction(7)
            .pathGlob("/home/**/[a-z]*.{md,txt}")
            .tag("urgent")
            .payloadContains("für ann")
            .build();
    RecordFlyweight record = Records.of(event());
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThat(matches(filter, record, WARM_UP)).isEqualTo(WARM_UP);
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    matches(filter, record, MATCHES);
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(TOLERATED_BYTES);
  }

  private static int matches(RecordFilter filter, RecordFlyweight record, int times) {
    int count = 0;
    for (int i = 0; i < times; i++) {
      if (filter.matches(record)) {
        count++;
      }
    }
    return count;
  }
}

package io.semj.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.format.RecordFlyweight;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All memory of a live index is on the heap. */
class LiveIndexMemoryTest {
  private static final int EVENTS = 1_000_000;
  private static final int EVENTS_PER_BLOCK = 100;
  private static final long MOST_BYTES = 50_000_000;

  private final EventBuilder builder = new EventBuilder(EventType.FILESYSTEM_WRITE);
  private final RecordFlyweight record = new RecordFlyweight();

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void shouldTakeLessThanFiftyMegabytesForAMillionEvents(int eventsPerTransaction) {
    fill(new LiveIndex(KeyExtractor.NONE), EVENTS_PER_BLOCK, eventsPerTransaction); // loads classes
    long before = used();
    LiveIndex index = new LiveIndex(KeyExtractor.NONE);
    fill(index, EVENTS, eventsPerTransaction);
    long taken = used() - before;

    assertThat(index.blockCount()).isPositive(); // it is not collected before
    assertThat(taken).isBetween(1_000_000L, MOST_BYTES);
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void fill(LiveIndex index, int events, int eventsPerTransaction) {
    for (int i = 0; i < events; i++) {
      index.add(event(i, eventsPerTransaction));
      if (i % EVENTS_PER_BLOCK == EVENTS_PER_BLOCK - 1) {
        long position = 10_000L * (i / EVENTS_PER_BLOCK);
        long first = i - EVENTS_PER_BLOCK + 2L;
        index.endBlock(
            new BlockSpan(position, position + 10_000, first, i + 1L, EVENTS_PER_BLOCK, i, i));
        if (index.isSearchDue()) {
          index.makeSearchable();
        }
      }
    }
  }

  private RecordFlyweight event(int i, int eventsPerTransaction) {
    builder
        .reset(List.of(EventType.values()).get(i * 7 % EventType.values().length))
        .agent("agent-" + i % 20, "", 0)
        .transactionId(1 + i / eventsPerTransaction)
        .sessionId(1 + i / 5_000)
        .path("/srv/data/tenant" + i / 40_000 + "/dir" + i / 400 + "/f" + i / eventsPerTransaction);
    builder.encode();
    return record.wrap(builder.image(), 0);
  }
}

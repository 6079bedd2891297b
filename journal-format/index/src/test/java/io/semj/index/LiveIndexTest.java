package io.semj.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LiveIndexTest {
  @Test
  void shouldNameOnlyBlocksWhoseKeysCanBeSearched() {
    IndexedSegment segment = IndexedSegment.of(1, 70, 3);

    assertThat(segment.live.blockCount()).isLessThan(70);
    assertThat(segment.live.isSearchDue()).isTrue();
    segment.live.makeSearchable();
    assertThat(segment.live.blockCount()).isEqualTo(70);
    assertThat(segment.live.isSearchDue()).isFalse();
  }

  @Test
  void shouldAnswerRightlyWhileItGrows() throws Exception {
    IndexedSegment segment = IndexedSegment.of(2, 1, 1);
    long type = IndexKey.of(KeyKind.CATEGORY, 0x0100);
    AtomicReference<AssertionError> wrong = new AtomicReference<>();
    Thread asking =
        new Thread(
            () -> {
              try {
                int known = 0;
                while (known < 2_000) {
                  known = segment.live.blockCount();
                  checkKnown(segment, type, known);
                }
              } catch (AssertionError e) {
                wrong.set(e);
              }
            });
    asking.start();
    for (int i = 0; i < 2_000; i++) {
      segment.addBlock(5);
      if (segment.live.isSearchDue()) {
        segment.live.makeSearchable();
      }
    }
    segment.live.makeSearchable();
    asking.join();

    assertThat(wrong.get()).isNull();
  }

  private static void checkKnown(IndexedSegment segment, long key, int known) {
    int named = segment.live.blocksWith(key).getCardinality();
    assertThat(segment.live.position(Math.max(0, known - 1))).isGreaterThanOrEqualTo(0);
    assertThat(segment.live.blockOf(Long.MAX_VALUE)).isGreaterThanOrEqualTo(known - 1);
    assertThat(named).isLessThanOrEqualTo(2_001);
  }
}

package io.semj.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.roaringbitmap.RoaringBitmap;

class BlockIndexPropertyTest {
  @Property(tries = 60)
  void shouldNameEveryBlockOfEveryKeyInMemoryAndAsAFile(
      @ForAll long seed,
      @ForAll @IntRange(max = 400) int blocks,
      @ForAll @IntRange(min = 1, max = 40) int events) {
    IndexedSegment segment = IndexedSegment.of(seed, blocks, events);
    IndexFile file = IndexedSegment.open(segment.encode(Long.MAX_VALUE));

    assertThat(segment.live.blockCount()).isEqualTo(blocks);
    assertThat(file.blockCount()).isEqualTo(blocks);
    segment.blocksOfKey.forEach(
        (key, truth) -> {
          assertThat(toList(segment.live.blocksWith(key))).containsExactlyElementsOf(truth);
          assertThat(toList(file.blocksWith(key))).containsAll(truth);
        });
  }

  @Property(tries = 60)
  void shouldTellWhereBlocksAreAndWhatTimesTheyCover(
      @ForAll long seed, @ForAll @IntRange(max = 200) int blocks) {
    IndexedSegment segment = IndexedSegment.of(seed, blocks, 10);
    IndexFile file = IndexedSegment.open(segment.encode(Long.MAX_VALUE));

    for (int i = 0; i < blocks; i++) {
      BlockSpan span = segment.blocks.get(i);
      assertThat(file.position(i)).isEqualTo(span.position());
      assertThat(file.firstSequence(i)).isEqualTo(span.firstSequence());
      assertThat(file.minTimestamp(i)).isLessThanOrEqualTo(span.minTimestamp());
      assertThat(file.maxTimestamp(i)).isGreaterThanOrEqualTo(span.maxTimestamp());
      for (long sequence = span.firstSequence(); sequence <= span.lastSequence(); sequence++) {
        assertThat(file.blockOf(sequence)).isEqualTo(i);
        assertThat(segment.live.blockOf(sequence)).isEqualTo(i);
      }
    }
    assertThat(file.blockOf(0)).isEqualTo(-1);
  }

  @Property(tries = 1_000)
  void shouldKeepTimesWithinTheirBoundsWhateverTheyAre(
      @ForAll long a, @ForAll long b, @ForAll long c) {
    long first = Math.min(a, Math.min(b, c));
    long last = Math.max(a, Math.max(b, c));
    TimeScale scale = TimeScale.of(first, last);
    for (long time : new long[] {a, b, c}) {
      assertThat(scale.time(scale.floor(time))).isLessThanOrEqualTo(time);
      assertThat(scale.time(scale.ceil(time))).isGreaterThanOrEqualTo(time);
    }
  }

  private static List<Integer> toList(RoaringBitmap blocks) {
    List<Integer> list = new ArrayList<>();
    blocks.forEach((int block) -> list.add(block));
    return list;
  }
}

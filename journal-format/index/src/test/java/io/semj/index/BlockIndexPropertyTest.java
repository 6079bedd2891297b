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
      for (BlockIndex index : List.of(file, segment.live)) {
        assertThat(index.position(i)).isEqualTo(span.position());
        assertThat(index.endPosition(i)).isEqualTo(span.endPosition());
        assertThat(index.firstSequence(i)).isEqualTo(span.firstSequence());
        assertThat(index.lastSequence(i)).isEqualTo(span.lastSequence());
        assertThat(index.events(i)).isEqualTo(span.events());
      }
      assertThat(file.minTimestamp(i)).isLessThanOrEqualTo(span.minTimestamp());
      assertThat(file.maxTimestamp(i)).isGreaterThanOrEqualTo(span.maxTimestamp());
      for (long sequence = span.firstSequence(); sequence <= span.lastSequence(); sequence++) {
        assertThat(file.blockOf(sequence)).isEqualTo(i);
        assertThat(segment.live.blockOf(sequence)).isEqualTo(i);
      }
    }
    assertThat(file.blockOf(0)).isEqualTo(-1);
  }

  @Property(tries = 60)
  void shouldTellWhichRecordOfItsBlockHasASequence(
      @ForAll long seed, @ForAll @IntRange(max = 60) int blocks) {
    IndexedSegment segment = IndexedSegment.of(seed, blocks, 30);
    IndexFile file = IndexedSegment.open(segment.encode(Long.MAX_VALUE));

    for (int i = 0; i < blocks; i++) {
      List<Long> present = List.copyOf(segment.presentInBlock.get(i));
      for (long sequence = present.get(0) - 2; sequence < present.get(0) + 130; sequence++) {
        assertThat(file.ordinal(i, sequence)).isEqualTo(present.indexOf(sequence));
        assertThat(segment.live.ordinal(i, sequence)).isEqualTo(present.indexOf(sequence));
      }
    }
  }

  @Property(tries = 60)
  void shouldFindBlocksByTimeLikeALookAtEach(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int blocks,
      @ForAll @IntRange(max = 4_000) int from,
      @ForAll @IntRange(max = 4_000) int span) {
    IndexedSegment segment = IndexedSegment.of(seed, blocks, 10);
    IndexFile file = IndexedSegment.open(segment.encode(Long.MAX_VALUE));
    long min = IndexedSegment.START + from * 1_000L;
    long max = min + span * 1_000L;
    int last = blocks - 1 - from % blocks;

    for (BlockIndex index : List.of(file, segment.live)) {
      List<Integer> expected = new ArrayList<>();
      for (int i = last / 3; i <= last; i++) {
        if (index.maxTimestamp(i) >= min && index.minTimestamp(i) <= max) {
          expected.add(i);
        }
      }
      assertThat(toList(index.blocksWithin(last / 3, last, min, max)))
          .containsExactlyElementsOf(expected);
    }
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

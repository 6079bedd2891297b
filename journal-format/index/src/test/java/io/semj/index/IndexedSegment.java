package io.semj.index;

import io.semj.event.EventBuilder;
import io.semj.event.EventPriority;
import io.semj.event.EventType;
import io.semj.format.ChainDigest;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;

/** A segment made from a seed, with the truth about which block holds which key. */
final class IndexedSegment {
  static final long START = 1_700_000_000_000_000_000L;

  final Map<Long, TreeSet<Integer>> blocksOfKey = new HashMap<>();
  final List<BlockSpan> blocks = new ArrayList<>();
  final List<TreeSet<Long>> presentInBlock = new ArrayList<>();
  final LiveIndex live = new LiveIndex(KeyExtractor.NONE);
  private final RecordKeys keys = new RecordKeys(KeyExtractor.NONE);
  private final EventBuilder builder = new EventBuilder(EventType.FILESYSTEM_CREATE);
  private final RecordFlyweight record = new RecordFlyweight();
  private final Random random;
  private long sequence = 1;
  private long position = 512;

  IndexedSegment(long seed) {
    random = new Random(seed);
  }

  static IndexedSegment of(long seed, int blockCount, int mostEvents) {
    IndexedSegment segment = new IndexedSegment(seed);
    for (int i = 0; i < blockCount; i++) {
      segment.addBlock(1 + segment.random.nextInt(mostEvents));
    }
    return segment;
  }

  void addBlock(int events) {
    sequence += random.nextInt(10) == 0 ? random.nextInt(5) : 0;
    keys.beginBlock();
    long first = sequence;
    boolean isSparse = random.nextInt(6) == 0;
    TreeSet<Long> present = new TreeSet<>();
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < events; i++, sequence++) {
      sequence += isSparse && i > 0 ? random.nextInt(4) : 0;
      present.add(sequence);
      long time = START + sequence * 1_000 + random.nextInt(50_000);
      min = Math.min(min, time);
      max = Math.max(max, time);
      RecordFlyweight added = event(time);
      keys.extract(
          added, key -> blocksOfKey.computeIfAbsent(key, k -> new TreeSet<>()).add(blocks.size()));
      live.add(added);
    }
    long end = position + 200 + 8L * random.nextInt(1000);
    BlockSpan span = new BlockSpan(position, end, first, present.last(), present.size(), min, max);
    live.endBlock(span);
    blocks.add(span);
    presentInBlock.add(present);
    position = end;
  }

  private RecordFlyweight event(long time) {
    builder
        .reset(oneOf(EventType.values()))
        .timestampNanos(time)
        .priority(oneOf(EventPriority.values()))
        .flags(1 << random.nextInt(8))
        .transactionId(random.nextInt(5_000))
        .sessionId(random.nextInt(50))
        .path("/home/user" + random.nextInt(20) + "/dir" + random.nextInt(9) + "/f" + sequence)
        .agent("agent-" + random.nextInt(3), "", 0)
        .tags("[\"tag" + random.nextInt(30) + "\",\"all\"]");
    byte[] bytes = new byte[builder.encode()];
    builder.image().getBytes(0, bytes);
    UnsafeBuffer image = new UnsafeBuffer(bytes);
    image.putLong(
        RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, sequence, java.nio.ByteOrder.LITTLE_ENDIAN);
    return record.wrap(image, 0);
  }

  private <T> T oneOf(T[] values) {
    return List.of(values).get(random.nextInt(values.length));
  }

  SegmentFacts facts() {
    return new SegmentFacts(
        new UUID(3, 7), 5, position, ChainDigest.of(new byte[ChainDigest.LENGTH]));
  }

  ByteBuffer encode(long mostBytes) {
    return IndexFileEncoder.encode(live, facts(), 9, mostBytes);
  }

  static IndexFile open(ByteBuffer file) {
    byte[] head = new byte[IndexFileHeader.LENGTH];
    file.get(0, head);
    return new IndexFile(IndexFileHeader.decode(head, file.limit()), file);
  }
}

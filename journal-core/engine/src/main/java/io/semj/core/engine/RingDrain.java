package io.semj.core.engine;

import static io.semj.core.ring.SlotDescriptor.SHORT_BODY_OFFSET;

import io.semj.checksum.BlockChain;
import io.semj.core.JournalConfig;
import io.semj.core.SegmentIo;
import io.semj.core.ring.RingOrigin;
import io.semj.core.ring.RingSlot;
import io.semj.core.storage.CopyOnWrite;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalMender.Segment;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentAppender;
import io.semj.format.BlockCodecs;
import io.semj.format.BlockDescriptor;
import io.semj.format.BlockEncoder;
import io.semj.format.RecordDescriptor;
import io.semj.format.SegmentDescriptor;
import io.semj.format.SegmentHeader;
import io.semj.format.SegmentIdentity;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes events that wait in a ring's file into segments of their own, as the writer would have
 * done: in the order of their sequences, groups in one block, gaps told by the block behind them.
 * Each segment is sealed and forced. Cut short at any point, what is written counts, and the rest
 * is drained again. One thread, before the journal takes events.
 */
final class RingDrain implements Closeable {
  private static final int MOST_BLOCK_BYTES = 63 << 10;

  private final JournalDirectory directory;
  private final JournalConfig config;
  private final FileChannel ring;
  private final ShortRecord shortForm;
  private final long durable;
  private final long capacity;
  private final BlockAssembler batch = new BlockAssembler(MOST_BLOCK_BYTES + (128 << 10));
  private final BlockGroup block = new BlockGroup();
  private final List<Segment> sealed = new ArrayList<>();
  private final BlockEncoder encoder;
  private ByteBuffer record = ByteBuffer.allocate(64 << 10);
  private SegmentAppender segment;
  private WriterProgress progress;
  private long last;
  private long batchFirst;

  private RingDrain(
      JournalDirectory directory,
      JournalConfig config,
      Source source,
      JournalPosition end,
      long largestBlock) {
    this.directory = directory;
    this.config = config;
    this.ring = source.ring();
    this.shortForm = new ShortRecord(source.origin());
    this.durable = end.sequence();
    this.last = end.sequence();
    this.capacity =
        Math.max(config.maxSegmentBytes(), SegmentDescriptor.LENGTH + largestBlock + Long.BYTES);
    this.encoder =
        new BlockEncoder(
            BlockCodecs.create(config.compression()),
            config.compressionThreshold(),
            new BlockChain(end.digest().toBytes()),
            config.chainMode());
  }

  /** The ring's file, and what its events have in common. */
  record Source(FileChannel ring, RingOrigin origin) {}

  /**
   * Drains events into new segments behind the last one.
   *
   * @return all segments, the new ones included
   */
  static List<Segment> drain(
      JournalDirectory directory,
      JournalConfig config,
      List<Segment> segments,
      List<RingSlot> events,
      Source source)
      throws IOException {
    JournalPosition end = segments.get(segments.size() - 1).end();
    try (RingDrain drain = new RingDrain(directory, config, source, end, largestBlock(events))) {
      drain.sealed.addAll(segments);
      drain.begin(JournalOpener.nextIdentity(segments, config.clock().epochNanos()));
      drain.write(events);
      drain.finish(drain.segment, drain.progress.snapshot().position());
      return drain.sealed;
    }
  }

  private static long largestBlock(List<RingSlot> events) {
    long largest = 0;
    long group = 0;
    for (RingSlot event : events) {
      group += event.length();
      largest = Math.max(largest, group);
      group = event.groupLeft() > 0 ? group : 0;
    }
    // What is gathered before a large event or group is in the same block.
    return BlockDescriptor.blockSize(Math.toIntExact(largest + MOST_BLOCK_BYTES));
  }

  private void write(List<RingSlot> events) throws IOException {
    long now = config.clock().epochNanos();
    long previous = last;
    for (RingSlot event : events) {
      if (!batch.isEmpty() && event.sequence() != previous + 1) {
        seal();
      }
      if (batch.isEmpty()) {
        batchFirst = event.sequence();
      }
      add(event, now);
      previous = event.sequence();
      if (event.groupLeft() == 0 && batch.length() >= MOST_BLOCK_BYTES) {
        seal();
      }
    }
    if (!batch.isEmpty()) {
      seal();
    }
  }

  private void add(RingSlot event, long now) throws IOException {
    if (event.shortHead() == RingSlot.WHOLE) {
      read(event.position(), 0, event.length());
      batch.add(new UnsafeBuffer(record), 0, event.length(), now);
    } else {
      int body = event.length() - RecordDescriptor.HEAD_LENGTH;
      read(event.shortHead(), 0, SHORT_BODY_OFFSET);
      read(event.position(), SHORT_BODY_OFFSET, body);
      UnsafeBuffer slot = new UnsafeBuffer(record);
      batch.add(shortForm, slot, 0, SHORT_BODY_OFFSET, event.sequence(), now);
    }
  }

  /** Reads bytes of the ring's file to a place in the buffer, whose content before stays. */
  private void read(long position, int at, int length) throws IOException {
    if (record.capacity() < at + length) {
      record = ByteBuffer.allocate(at + length).put(0, record, 0, at);
    }
    record.limit(at + length).position(at);
    while (record.hasRemaining()) {
      if (ring.read(record, position + record.position() - at) < 0) {
        throw new EOFException("ring's file ends early: position=" + position);
      }
    }
  }

  /** Writes what was gathered as one block. */
  private void seal() throws IOException {
    int length = batch.length();
    batch.complete(config.clock().epochNanos());
    if (segment.remaining() < BlockDescriptor.blockSize(length)) {
      roll();
    }
    batch.place(batchFirst, batchFirst - last - 1, durable);
    block.add(encoder, progress, batch);
    append();
    last = block.lastSequence();
    progress.advance(block);
    block.clear();
    batch.clear();
  }

  private void append() throws IOException {
    while (!segment.tryAppend(block.bytes(), false)) {
      if (!segment.reserve(false)) {
        throw new IOException("no room for a block in a new segment: bytes=" + block.size());
      }
    }
  }

  private void begin(SegmentIdentity identity) throws IOException {
    SegmentIo io = CopyOnWrite.safeIo(directory.path(), config.segmentIo());
    segment = SegmentAppender.prepare(directory, io, capacity);
    segment.begin(SegmentHeader.live(identity, config.compression()));
    segment.force();
    progress = new WriterProgress(segment, JournalPosition.startOf(identity));
  }

  /** Goes on in another segment, whose head is on the device before this one is sealed. */
  private void roll() throws IOException {
    SegmentAppender full = segment;
    JournalPosition end = progress.snapshot().position();
    long now = config.clock().epochNanos();
    try (full) {
      begin(
          full.header().identity().next(end.sequence() + 1, end.blockId() + 1, end.digest(), now));
      finish(full, end);
    }
  }

  private void finish(SegmentAppender full, JournalPosition end) throws IOException {
    full.finish(end.seal(config.clock().epochNanos()));
    SegmentIdentity identity = full.header().identity();
    sealed.add(new Segment(new SegmentFile(full.path(), identity.firstSequence()), identity, end));
  }

  @Override
  public void close() throws IOException {
    if (segment != null) {
      segment.close();
    }
  }
}

package io.semj.recovery;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.BlockChain;
import io.semj.checksum.KernelCrc32;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentTotals;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCodecs;
import io.semj.format.BlockCompression;
import io.semj.format.BlockEncoder;
import io.semj.format.BlockInfo;
import io.semj.format.ChainDigest;
import io.semj.format.ChainMode;
import io.semj.format.RecordDescriptor;
import io.semj.format.SegmentFileName;
import io.semj.format.SegmentHeader;
import io.semj.format.SegmentHeaderCodec;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentReanchorCodec;
import io.semj.format.SegmentSeal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes segments whose checksums are right and whose content is as wrong as a test wants it. */
public final class ForgedJournal {
  public static final UUID ID = new UUID(0x1234, 0x5678);
  private static final long TIME = 1_700_000_000_000_000_000L;
  private static final int EVENTS = 3;

  private final Path directory;
  private SegmentIdentity identity;
  private ByteArrayOutputStream blocks = new ByteArrayOutputStream();
  private BlockChain chain;
  private ChainMode chainMode = ChainMode.SHA256;
  private JournalPosition end;

  private ForgedJournal(Path directory, SegmentIdentity identity) {
    this.directory = directory;
    begin(identity);
  }

  public static ForgedJournal in(Path directory) {
    return new ForgedJournal(directory, SegmentIdentity.first(ID, TIME));
  }

  public static ForgedJournal in(Path directory, SegmentIdentity first) {
    return new ForgedJournal(directory, first);
  }

  private void begin(SegmentIdentity next) {
    identity = next;
    end = JournalPosition.startOf(next);
    chain = new BlockChain(next.chainAnchor().toBytes());
    blocks = new ByteArrayOutputStream();
  }

  public JournalPosition end() {
    return end;
  }

  /** Three events in a block as it should be. */
  public ForgedJournal block() {
    return block(info -> {}, records -> {});
  }

  /** Three events in a block that is changed before it is linked and sealed. */
  public ForgedJournal block(Consumer<BlockInfo> wrongInfo, Consumer<ByteBuffer> wrongRecords) {
    BlockInfo info =
        new BlockInfo()
            .blockId(end.blockId() + 1)
            .generation(identity.generation())
            .firstSequence(end.sequence() + 1)
            .eventCount(EVENTS)
            .durableSequence(end.sequence());
    wrongInfo.accept(info);
    ByteBuffer records = records(info.firstSequence());
    wrongRecords.accept(records);
    BlockEncoder encoder =
        new BlockEncoder(
            BlockCodecs.create(BlockCompression.NONE), Integer.MAX_VALUE, chain, chainMode);
    ByteBuffer block =
        ByteBuffer.allocateDirect(encoder.maxBlockSize(records.limit())).order(LITTLE_ENDIAN);
    int length = records.limit() / EVENTS;
    int size = encoder.encode(info, records, records.limit(), length * (EVENTS - 1), block);
    byte[] bytes = new byte[size];
    block.get(0, bytes);
    blocks.writeBytes(bytes);
    advance(info, size);
    return this;
  }

  private void advance(BlockInfo info, int size) {
    byte[] digest = new byte[ChainDigest.LENGTH];
    chain.copyDigest(digest, 0);
    long last = info.firstSequence() + EVENTS - 1;
    SegmentTotals totals =
        end.totals().plus(end.endPosition(), EVENTS, TIME + info.firstSequence(), TIME + last);
    end =
        new JournalPosition(
            identity.generation(),
            end.endPosition() + size,
            last,
            info.blockId(),
            ChainDigest.of(digest),
            totals);
  }

  /** What the chain digests of the next blocks cover. */
  public ForgedJournal chained(ChainMode mode) {
    chainMode = mode;
    return this;
  }

  /** The chain goes on from somewhere else. */
  public ForgedJournal breakChain() {
    chain.restart(new byte[ChainDigest.LENGTH]);
    return this;
  }

  public static int recordLength() {
    return records(1).limit() / EVENTS;
  }

  private static ByteBuffer records(long firstSequence) {
    byte[][] images = new byte[EVENTS][];
    int length = 0;
    for (int i = 0; i < EVENTS; i++) {
      images[i] = record(firstSequence + i);
      length += images[i].length;
    }
    ByteBuffer all = ByteBuffer.allocateDirect(length).order(LITTLE_ENDIAN);
    for (byte[] image : images) {
      all.put(image);
    }
    return all.flip();
  }

  private static byte[] record(long sequence) {
    SemanticEvent event =
        SemanticEvent.builder(EventType.GRAPH_QUERY)
            .timestampNanos(TIME + sequence)
            .identity(sequence, sequence, sequence, sequence, 0, 1)
            .payloadText("forged")
            .build();
    ByteBuffer image = ByteBuffer.wrap(event.toByteArray()).order(LITTLE_ENDIAN);
    image.putLong(RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, sequence);
    return checksummed(image, 0, image.limit()).array();
  }

  /** Makes a record's checksum right again. */
  public static ByteBuffer checksummed(ByteBuffer records, int at, int length) {
    records.putInt(at + RecordDescriptor.CHECKSUM_OFFSET, 0);
    byte[] record = new byte[length];
    records.get(at, record);
    return records.putInt(
        at + RecordDescriptor.CHECKSUM_OFFSET, KernelCrc32.of(record, 0, record.length));
  }

  /** Ends the segment without a seal. */
  public Path unsealed() {
    return write(SegmentHeader.live(identity, BlockCompression.NONE), null);
  }

  /** Ends the segment with a seal that is changed before. */
  public Path sealed(UnaryOperator<SegmentSeal> wrong) {
    SegmentHeader header = SegmentHeader.live(identity, BlockCompression.NONE);
    return write(header, wrong.apply(end.seal(TIME)));
  }

  public Path sealed() {
    return sealed(seal -> seal);
  }

  /** Ends the segment as one that was rewritten; the next one continues from the re-anchor. */
  public ForgedJournal rewritten(SegmentReanchor reanchor) {
    byte[] head = new byte[identity.dataOffset()];
    SegmentHeader header = SegmentHeader.live(identity, BlockCompression.NONE);
    SegmentReanchorCodec.encode(header, end.seal(TIME), reanchor, new UnsafeBuffer(head), 0);
    write(head);
    begin(
        identity.next(
            reanchor.lastSequence() + 1,
            reanchor.lastBlockId() + 1,
            reanchor.chainDigest(),
            TIME + 1));
    return this;
  }

  private Path write(SegmentHeader header, SegmentSeal seal) {
    byte[] head = new byte[identity.dataOffset()];
    SegmentHeaderCodec.encode(header, new UnsafeBuffer(head), 0);
    if (seal != null) {
      SegmentHeaderCodec.encodeSeal(header, seal, new UnsafeBuffer(head), 0);
    }
    return write(head);
  }

  private Path write(byte[] head) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(head);
    file.writeBytes(blocks.toByteArray());
    Path path = directory.resolve(SegmentFileName.format(identity.firstSequence()));
    try {
      return Files.write(path, file.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins the segment that follows. */
  public ForgedJournal next() {
    return next(next -> next);
  }

  /** Begins a segment that follows, changed. */
  public ForgedJournal next(UnaryOperator<SegmentIdentity> wrong) {
    begin(
        wrong.apply(identity.next(end.sequence() + 1, end.blockId() + 1, end.digest(), TIME + 1)));
    return this;
  }
}

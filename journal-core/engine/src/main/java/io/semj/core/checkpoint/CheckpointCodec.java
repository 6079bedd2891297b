package io.semj.core.checkpoint;

import static io.semj.core.checkpoint.CheckpointDescriptor.BLOCKS_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.BLOCK_ID_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.CRC_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.CREATED_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.DIGEST_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.END_POSITION_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.EVENTS_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.FIRST_TIME_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.FLAGS_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.GENERATION_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.HEADER_LENGTH;
import static io.semj.core.checkpoint.CheckpointDescriptor.ID_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.INCOMPATIBLE_FLAGS;
import static io.semj.core.checkpoint.CheckpointDescriptor.JOURNAL_ID_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.KERNEL_SEQUENCE_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.LAST_BLOCK_POSITION_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.LAST_TIME_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.MAGIC;
import static io.semj.core.checkpoint.CheckpointDescriptor.MAGIC_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.POSITION_SEQUENCE_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.SEQUENCE_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.SNAPSHOT_LENGTH_OFFSET;
import static io.semj.core.checkpoint.CheckpointDescriptor.VERSION;
import static io.semj.core.checkpoint.CheckpointDescriptor.VERSION_OFFSET;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentTotals;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.ForeignFileException;
import io.semj.error.UnsupportedFeatureException;
import io.semj.error.VersionMismatchException;
import io.semj.format.ChainDigest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;

/** The header of a checkpoint file to bytes and back; see {@link CheckpointDescriptor}. */
final class CheckpointCodec {
  private CheckpointCodec() {}

  static byte[] encode(Checkpoint checkpoint) {
    byte[] bytes = new byte[HEADER_LENGTH];
    ByteBuffer header = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    header.putInt(MAGIC_OFFSET, MAGIC).putInt(VERSION_OFFSET, VERSION);
    putId(header, checkpoint.journalId());
    header
        .putLong(ID_OFFSET, checkpoint.id())
        .putLong(SEQUENCE_OFFSET, checkpoint.sequence())
        .putLong(CREATED_OFFSET, checkpoint.createdNanos())
        .putLong(SNAPSHOT_LENGTH_OFFSET, checkpoint.snapshotBytes())
        .putLong(KERNEL_SEQUENCE_OFFSET, checkpoint.lastKernelSequence());
    putPosition(header, checkpoint.position());
    header.putInt(CRC_OFFSET, Crc32c.of(bytes, 0, CRC_OFFSET));
    return bytes;
  }

  /**
   * Reads a header.
   *
   * @param bytes of the header, all of them
   * @param file for messages and the result
   * @return what it says
   * @throws io.semj.error.JournalException when it is none, another version's or damaged
   */
  static Checkpoint decode(byte[] bytes, Path file) {
    ByteBuffer header = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    check(header, bytes, file);
    return new Checkpoint(
        file,
        header.getLong(ID_OFFSET),
        id(header),
        header.getLong(SEQUENCE_OFFSET),
        position(header),
        header.getLong(CREATED_OFFSET),
        header.getLong(SNAPSHOT_LENGTH_OFFSET),
        header.getLong(KERNEL_SEQUENCE_OFFSET));
  }

  private static void check(ByteBuffer header, byte[] bytes, Path file) {
    int magic = header.getInt(MAGIC_OFFSET);
    if (magic != MAGIC) {
      throw new ForeignFileException(file.toString(), MAGIC, magic);
    }
    int version = header.getInt(VERSION_OFFSET);
    if (version != VERSION) {
      throw new VersionMismatchException(
          "checkpoint has another version: file=" + file, VERSION, VERSION, version);
    }
    int expected = header.getInt(CRC_OFFSET);
    int actual = Crc32c.of(bytes, 0, CRC_OFFSET);
    if (expected != actual) {
      throw new ChecksumMismatchException(
          "checkpoint header is damaged: file=" + file, expected, actual);
    }
    int unknown = header.getInt(FLAGS_OFFSET) & INCOMPATIBLE_FLAGS;
    if (unknown != 0) {
      throw new UnsupportedFeatureException(
          "checkpoint has unknown flags: file=" + file + ", flags=" + Integer.toHexString(unknown));
    }
  }

  private static void putPosition(ByteBuffer header, JournalPosition position) {
    SegmentTotals totals = position.totals();
    header
        .putLong(GENERATION_OFFSET, position.generation())
        .putLong(END_POSITION_OFFSET, position.endPosition())
        .putLong(POSITION_SEQUENCE_OFFSET, position.sequence())
        .putLong(BLOCK_ID_OFFSET, position.blockId())
        .put(DIGEST_OFFSET, position.digest().toBytes())
        .putLong(BLOCKS_OFFSET, totals.blocks())
        .putLong(EVENTS_OFFSET, totals.events())
        .putLong(FIRST_TIME_OFFSET, totals.minTimestamp())
        .putLong(LAST_TIME_OFFSET, totals.maxTimestamp())
        .putLong(LAST_BLOCK_POSITION_OFFSET, totals.lastBlockPosition());
  }

  private static JournalPosition position(ByteBuffer header) {
    byte[] digest = new byte[ChainDigest.LENGTH];
    header.get(DIGEST_OFFSET, digest);
    SegmentTotals totals =
        new SegmentTotals(
            header.getLong(BLOCKS_OFFSET),
            header.getLong(EVENTS_OFFSET),
            header.getLong(FIRST_TIME_OFFSET),
            header.getLong(LAST_TIME_OFFSET),
            header.getLong(LAST_BLOCK_POSITION_OFFSET));
    return new JournalPosition(
        header.getLong(GENERATION_OFFSET),
        header.getLong(END_POSITION_OFFSET),
        header.getLong(POSITION_SEQUENCE_OFFSET),
        header.getLong(BLOCK_ID_OFFSET),
        ChainDigest.of(digest),
        totals);
  }

  /** A UUID's bytes stand in the order of its text. */
  private static void putId(ByteBuffer header, UUID id) {
    header
        .order(BIG_ENDIAN)
        .putLong(JOURNAL_ID_OFFSET, id.getMostSignificantBits())
        .putLong(JOURNAL_ID_OFFSET + Long.BYTES, id.getLeastSignificantBits())
        .order(LITTLE_ENDIAN);
  }

  private static UUID id(ByteBuffer header) {
    header.order(BIG_ENDIAN);
    UUID id =
        new UUID(header.getLong(JOURNAL_ID_OFFSET), header.getLong(JOURNAL_ID_OFFSET + Long.BYTES));
    header.order(LITTLE_ENDIAN);
    return id;
  }
}

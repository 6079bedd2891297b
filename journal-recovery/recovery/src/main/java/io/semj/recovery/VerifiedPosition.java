package io.semj.recovery;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import io.semj.core.storage.FileCopies;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.SegmentTotals;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentDescriptor;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * How far an incremental verification is: behind this segment, with what the next continues; or
 * behind a segment that could not be read, of which only the first sequence is known.
 */
record VerifiedPosition(SegmentIdentity segment, JournalPosition end) {
  private static final UUID NOBODY = new UUID(0, 0);

  private static final int MAGIC = 0x564D4553;
  private static final int LENGTH = 88;
  private static final int CHECKED = 8;

  /** Behind a segment that could not be read. */
  static VerifiedPosition behindUnread(long firstSequence) {
    ChainDigest none = ChainDigest.of(new byte[ChainDigest.LENGTH]);
    return of(NOBODY, 0, firstSequence, firstSequence, 0, none);
  }

  /** Whether the segment was read, so that the next can be held against it. */
  boolean isRead() {
    return !segment.journalId().equals(NOBODY);
  }

  /** Whether a segment still ends as it did when it was verified. */
  boolean isEndOf(SegmentHead head) {
    JournalPosition now = head.continuation().orElse(null);
    return now != null
        && head.identity().generation() == segment.generation()
        && head.identity().journalId().equals(segment.journalId())
        && now.sequence() == end.sequence()
        && now.blockId() == end.blockId()
        && now.digest().equals(end.digest());
  }

  /** In a file: magic "SEMV", CRC32C of the rest, journal id, four numbers, digest. */
  void write(Path file) throws IOException {
    byte[] bytes = new byte[LENGTH];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    buffer.putInt(MAGIC).putInt(0);
    buffer.put(SegmentIdentity.journalIdBytes(segment.journalId()));
    buffer.putLong(segment.generation()).putLong(segment.firstSequence());
    buffer.putLong(end.sequence()).putLong(end.blockId()).put(end.digest().toBytes());
    buffer.putInt(Integer.BYTES, Crc32c.of(bytes, CHECKED, LENGTH - CHECKED));
    Path partial = file.resolveSibling(file.getFileName() + FileCopies.PARTIAL);
    Files.write(partial, bytes);
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Nothing when there is no file, or it is not whole: then all is verified from the beginning. */
  static Optional<VerifiedPosition> read(Path file) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
      if (bytes.length != LENGTH
          || buffer.getInt() != MAGIC
          || buffer.getInt() != Crc32c.of(bytes, CHECKED, LENGTH - CHECKED)) {
        return Optional.empty();
      }
      return Optional.of(decode(buffer));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static VerifiedPosition decode(ByteBuffer buffer) {
    byte[] idBytes = new byte[2 * Long.BYTES];
    buffer.get(idBytes);
    ByteBuffer id = ByteBuffer.wrap(idBytes);
    UUID journalId = new UUID(id.getLong(), id.getLong());
    long generation = buffer.getLong();
    long first = buffer.getLong();
    long last = buffer.getLong();
    long blockId = buffer.getLong();
    byte[] bytes = new byte[ChainDigest.LENGTH];
    buffer.get(bytes);
    return of(journalId, generation, first, last, blockId, ChainDigest.of(bytes));
  }

  private static VerifiedPosition of(
      UUID journalId, long generation, long first, long last, long blockId, ChainDigest digest) {
    SegmentIdentity segment =
        new SegmentIdentity(
            journalId,
            generation,
            first,
            0,
            digest,
            SegmentDescriptor.LENGTH,
            SegmentDescriptor.ALIGNMENT,
            0);
    return new VerifiedPosition(
        segment, new JournalPosition(generation, 0, last, blockId, digest, SegmentTotals.NONE));
  }
}

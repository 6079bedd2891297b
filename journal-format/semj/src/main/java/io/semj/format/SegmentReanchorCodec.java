package io.semj.format;

import static io.semj.format.SegmentBytes.copy;
import static io.semj.format.SegmentBytes.getInt;
import static io.semj.format.SegmentBytes.getLong;
import static io.semj.format.SegmentBytes.putInt;
import static io.semj.format.SegmentBytes.putLong;

import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes and reads a rewritten segment's first {@link SegmentDescriptor#LENGTH} bytes: those of a
 * sealed segment, and the re-anchor. It copies what it checksums, so the buffer may be a mapped
 * file.
 */
public final class SegmentReanchorCodec {
  private SegmentReanchorCodec() {}

  /**
   * Writes a rewritten segment's header, seal and re-anchor: {@link SegmentDescriptor#LENGTH}
   * bytes. The header gets the flags and exact totals.
   *
   * @param header the segment's header as it was before
   * @param seal what the segment holds now
   * @param reanchor what the next segment continues from
   * @param buffer to write to
   * @param offset of the segment's first byte
   */
  public static void encode(
      SegmentHeader header,
      SegmentSeal seal,
      SegmentReanchor reanchor,
      MutableDirectBuffer buffer,
      int offset) {
    buffer.setMemory(offset, SegmentDescriptor.LENGTH, (byte) 0);
    SegmentHeaderCodec.encodeSeal(header.reanchored(), seal, buffer, offset);
    putInt(
        buffer, offset + SegmentDescriptor.REANCHOR_MAGIC_OFFSET, SegmentDescriptor.REANCHOR_MAGIC);
    putInt(buffer, offset + SegmentDescriptor.REANCHOR_KIND_OFFSET, reanchor.kindCode());
    putLong(
        buffer, offset + SegmentDescriptor.REANCHOR_LAST_SEQUENCE_OFFSET, reanchor.lastSequence());
    putLong(
        buffer, offset + SegmentDescriptor.REANCHOR_LAST_BLOCK_ID_OFFSET, reanchor.lastBlockId());
    buffer.putBytes(
        offset + SegmentDescriptor.REANCHOR_CHAIN_DIGEST_OFFSET, reanchor.chainDigest().toBytes());
    putLong(
        buffer,
        offset + SegmentDescriptor.REANCHOR_REMOVED_EVENTS_OFFSET,
        reanchor.removedEvents());
    putLong(buffer, offset + SegmentDescriptor.REANCHOR_TIME_OFFSET, reanchor.timeNanos());
    putInt(
        buffer,
        offset + SegmentDescriptor.REANCHOR_CHECKSUM_OFFSET,
        SegmentBytes.reanchorChecksum(buffer, offset));
  }

  /**
   * Reads and checks a segment's re-anchor. Trust it only where {@link SegmentHeaderCodec#decode}
   * took the header.
   *
   * @param buffer that holds the beginning of the file
   * @param offset of the file's first byte in it
   * @param available how many bytes of the file it holds
   * @param fileName for messages
   * @return empty where the header is not flagged: the segment is as it was first written
   * @throws CorruptionException if the file is too short, or is not sealed: only complete segments
   *     are rewritten
   * @throws ChecksumMismatchException if the re-anchor is damaged, or missing though the header is
   *     flagged
   */
  public static Optional<SegmentReanchor> decode(
      DirectBuffer buffer, int offset, int available, String fileName) {
    if (available < SegmentDescriptor.LENGTH) {
      throw new CorruptionException(
          "segment is too short: expected=" + SegmentDescriptor.LENGTH + ", actual=" + available,
          fileName,
          available);
    }
    int flags = getInt(buffer, offset + SegmentDescriptor.FLAGS_OFFSET);
    if ((flags & SegmentDescriptor.FLAG_REANCHORED) == 0) {
      return Optional.empty();
    }
    if ((flags & SegmentDescriptor.FLAG_SEALED) == 0) {
      throw new CorruptionException(
          "segment is rewritten and not sealed: flags=0x" + Integer.toHexString(flags),
          fileName,
          SegmentDescriptor.FLAGS_OFFSET);
    }
    int magic = getInt(buffer, offset + SegmentDescriptor.REANCHOR_MAGIC_OFFSET);
    int stored = getInt(buffer, offset + SegmentDescriptor.REANCHOR_CHECKSUM_OFFSET);
    int actual = SegmentBytes.reanchorChecksum(buffer, offset);
    if (stored != actual || magic != SegmentDescriptor.REANCHOR_MAGIC) {
      throw new ChecksumMismatchException(
          "segment re-anchor is damaged: file=" + fileName, stored, actual);
    }
    return Optional.of(read(buffer, offset));
  }

  private static SegmentReanchor read(DirectBuffer buffer, int offset) {
    return new SegmentReanchor(
        getInt(buffer, offset + SegmentDescriptor.REANCHOR_KIND_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.REANCHOR_LAST_SEQUENCE_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.REANCHOR_LAST_BLOCK_ID_OFFSET),
        ChainDigest.of(
            copy(
                buffer,
                offset,
                SegmentDescriptor.REANCHOR_CHAIN_DIGEST_OFFSET,
                SegmentDescriptor.REANCHOR_REMOVED_EVENTS_OFFSET)),
        getLong(buffer, offset + SegmentDescriptor.REANCHOR_REMOVED_EVENTS_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.REANCHOR_TIME_OFFSET));
  }
}

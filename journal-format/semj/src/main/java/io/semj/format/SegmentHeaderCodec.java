package io.semj.format;

import static io.semj.format.SegmentBytes.copy;
import static io.semj.format.SegmentBytes.getInt;
import static io.semj.format.SegmentBytes.getLong;
import static io.semj.format.SegmentBytes.putInt;
import static io.semj.format.SegmentBytes.putLong;

import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import io.semj.error.ForeignFileException;
import io.semj.error.KernelJournalException;
import io.semj.error.LegacyFormatException;
import io.semj.error.UnsupportedFeatureException;
import io.semj.error.VersionMismatchException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes and reads the first {@link SegmentDescriptor#LENGTH} bytes of a segment. Called once a
 * file, so it may allocate; it copies what it checksums, so the buffer may be a mapped file.
 */
public final class SegmentHeaderCodec {
  private SegmentHeaderCodec() {}

  /**
   * Writes a live segment's header: {@link SegmentDescriptor#LENGTH} bytes, the seal zero.
   *
   * @param header what to write
   * @param buffer to write to
   * @param offset of the segment's first byte
   */
  public static void encode(SegmentHeader header, MutableDirectBuffer buffer, int offset) {
    buffer.setMemory(offset, SegmentDescriptor.LENGTH, (byte) 0);
    encodeJournalHeader(header.journal(), buffer, offset);
    encodeIdentity(header.identity(), buffer, offset);
  }

  /**
   * Writes a sealed segment's header and its seal: the first {@link SegmentDescriptor#SEAL_END}
   * bytes. The header gets the sealed flag and exact totals from the seal.
   *
   * @param header the segment's header, live or sealed before
   * @param seal what the segment holds
   * @param buffer to write to
   * @param offset of the segment's first byte
   */
  public static void encodeSeal(
      SegmentHeader header, SegmentSeal seal, MutableDirectBuffer buffer, int offset) {
    buffer.setMemory(offset, SegmentDescriptor.SEAL_END, (byte) 0);
    encodeJournalHeader(header.sealed(seal).journal(), buffer, offset);
    encodeIdentity(header.identity(), buffer, offset);
    putInt(buffer, offset + SegmentDescriptor.SEAL_MAGIC_OFFSET, SegmentDescriptor.SEAL_MAGIC);
    putLong(buffer, offset + SegmentDescriptor.END_POSITION_OFFSET, seal.endPosition());
    putLong(
        buffer, offset + SegmentDescriptor.LAST_BLOCK_POSITION_OFFSET, seal.lastBlockPosition());
    putLong(buffer, offset + SegmentDescriptor.BLOCK_COUNT_OFFSET, seal.blockCount());
    putLong(buffer, offset + SegmentDescriptor.EVENT_COUNT_OFFSET, seal.eventCount());
    putLong(buffer, offset + SegmentDescriptor.LAST_SEQUENCE_OFFSET, seal.lastSequence());
    buffer.putBytes(offset + SegmentDescriptor.CHAIN_DIGEST_OFFSET, seal.chainDigest().toBytes());
    putLong(buffer, offset + SegmentDescriptor.SEAL_TIME_OFFSET, seal.sealTimeNanos());
    putLong(
        buffer, offset + SegmentDescriptor.MIN_EVENT_TIMESTAMP_OFFSET, seal.minEventTimestamp());
    putLong(
        buffer, offset + SegmentDescriptor.MAX_EVENT_TIMESTAMP_OFFSET, seal.maxEventTimestamp());
    putInt(
        buffer,
        offset + SegmentDescriptor.SEAL_CHECKSUM_OFFSET,
        SegmentBytes.sealChecksum(buffer, offset));
  }

  /**
   * Reads and checks a segment's header. A newer minor version and unknown compatible flags are
   * read; the checks come in the order of the exceptions below, as far as the bytes reach.
   *
   * @param buffer that holds the beginning of the file
   * @param offset of the file's first byte in it
   * @param available how many bytes of the file it holds
   * @param fileName for messages
   * @return the header
   * @throws LegacyFormatException if the file begins with "USJL"
   * @throws ForeignFileException if it begins with anything else but "SEMJ"
   * @throws VersionMismatchException if its major version, or its descriptor's, is not 1
   * @throws KernelJournalException if it has no userspace marker
   * @throws CorruptionException if it is too short, or the descriptor's magic is not there
   * @throws ChecksumMismatchException if the header's or the descriptor's checksum differs
   * @throws UnsupportedFeatureException if an unknown incompatible flag is set
   */
  public static SegmentHeader decode(
      DirectBuffer buffer, int offset, int available, String fileName) {
    SegmentHeaderCheck.check(buffer, offset, available, fileName);
    return new SegmentHeader(readJournalHeader(buffer, offset), readIdentity(buffer, offset));
  }

  /**
   * Reads and checks a segment's seal. Trust it only where {@link #decode} took the header.
   *
   * @param buffer that holds the beginning of the file
   * @param offset of the file's first byte in it
   * @param available how many bytes of the file it holds
   * @param fileName for messages
   * @return empty while the segment is live: the seal is all zero and the header is not flagged
   * @throws CorruptionException if the file is too short
   * @throws ChecksumMismatchException if the seal is damaged, or missing though the header is
   *     flagged
   */
  public static Optional<SegmentSeal> decodeSeal(
      DirectBuffer buffer, int offset, int available, String fileName) {
    return SegmentHeaderCheck.hasSeal(buffer, offset, available, fileName)
        ? Optional.of(readSeal(buffer, offset))
        : Optional.empty();
  }

  /**
   * What a segment is, when its descriptor is sound, whatever the header and the seal are: for
   * those who salvage.
   *
   * @param buffer that holds the beginning of the file
   * @param offset of the file's first byte in it
   * @param available how many bytes of the file it holds
   * @return the identity, or none
   */
  public static Optional<SegmentIdentity> findIdentity(
      DirectBuffer buffer, int offset, int available) {
    return SegmentHeaderCheck.isDescriptorSound(buffer, offset, available)
        ? Optional.of(readIdentity(buffer, offset))
        : Optional.empty();
  }

  /**
   * Whether a segment's header and descriptor carry their right checksums: what {@link #decode}
   * refuses all the same is not damaged, but of another version.
   *
   * @param buffer that holds the beginning of the file
   * @param offset of the file's first byte in it
   * @param available how many bytes of the file it holds
   * @return whether they are as they were written
   */
  public static boolean isUndamaged(DirectBuffer buffer, int offset, int available) {
    return SegmentHeaderCheck.areChecksumsRight(buffer, offset, available);
  }

  private static void encodeJournalHeader(
      JournalHeader header, MutableDirectBuffer buffer, int offset) {
    putInt(buffer, offset + SegmentDescriptor.MAGIC_OFFSET, SegmentDescriptor.MAGIC);
    putInt(
        buffer, offset + SegmentDescriptor.VERSION_MAJOR_OFFSET, SegmentDescriptor.VERSION_MAJOR);
    putInt(buffer, offset + SegmentDescriptor.VERSION_MINOR_OFFSET, header.versionMinor());
    putLong(buffer, offset + SegmentDescriptor.TOTAL_EVENTS_OFFSET, header.totalEvents());
    putLong(buffer, offset + SegmentDescriptor.NEXT_EVENT_ID_OFFSET, header.nextEventId());
    putLong(buffer, offset + SegmentDescriptor.JOURNAL_SIZE_OFFSET, header.journalSize());
    putLong(buffer, offset + SegmentDescriptor.INDEX_OFFSET_OFFSET, header.indexOffset());
    putInt(buffer, offset + SegmentDescriptor.FLAGS_OFFSET, header.flags());
    putInt(
        buffer,
        offset + SegmentDescriptor.USERSPACE_MARKER_OFFSET,
        SegmentDescriptor.USERSPACE_MARKER);
    putInt(
        buffer,
        offset + SegmentDescriptor.COMPRESSION_ALGORITHM_OFFSET,
        header.compressionAlgorithm());
    putInt(
        buffer,
        offset + SegmentDescriptor.ENCRYPTION_ALGORITHM_OFFSET,
        header.encryptionAlgorithm());
    putLong(
        buffer,
        offset + SegmentDescriptor.LAST_CHECKPOINT_SEQUENCE_OFFSET,
        header.lastCheckpointSequence());
    putLong(
        buffer,
        offset + SegmentDescriptor.LAST_KERNEL_SYNC_SEQUENCE_OFFSET,
        header.lastKernelSyncSequence());
    putLong(
        buffer, offset + SegmentDescriptor.CREATION_TIMESTAMP_OFFSET, header.creationTimestamp());
    putLong(
        buffer,
        offset + SegmentDescriptor.MODIFICATION_TIMESTAMP_OFFSET,
        header.modificationTimestamp());
    putInt(
        buffer,
        offset + SegmentDescriptor.HEADER_CHECKSUM_OFFSET,
        SegmentBytes.headerChecksum(buffer, offset));
  }

  private static void encodeIdentity(
      SegmentIdentity identity, MutableDirectBuffer buffer, int offset) {
    putInt(
        buffer,
        offset + SegmentDescriptor.DESCRIPTOR_MAGIC_OFFSET,
        SegmentDescriptor.DESCRIPTOR_MAGIC);
    putInt(
        buffer,
        offset + SegmentDescriptor.DESCRIPTOR_VERSION_OFFSET,
        SegmentDescriptor.DESCRIPTOR_VERSION);
    putLong(buffer, offset + SegmentDescriptor.GENERATION_OFFSET, identity.generation());
    buffer.putBytes(
        offset + SegmentDescriptor.JOURNAL_ID_OFFSET,
        SegmentIdentity.journalIdBytes(identity.journalId()));
    putLong(buffer, offset + SegmentDescriptor.FIRST_SEQUENCE_OFFSET, identity.firstSequence());
    putLong(buffer, offset + SegmentDescriptor.FIRST_BLOCK_ID_OFFSET, identity.firstBlockId());
    buffer.putBytes(
        offset + SegmentDescriptor.CHAIN_ANCHOR_OFFSET, identity.chainAnchor().toBytes());
    putInt(buffer, offset + SegmentDescriptor.DATA_OFFSET_OFFSET, identity.dataOffset());
    putInt(buffer, offset + SegmentDescriptor.ALIGNMENT_OFFSET, identity.alignment());
    putLong(buffer, offset + SegmentDescriptor.CREATION_TIME_OFFSET, identity.creationTimeNanos());
    putInt(
        buffer,
        offset + SegmentDescriptor.DESCRIPTOR_CHECKSUM_OFFSET,
        SegmentBytes.descriptorChecksum(buffer, offset));
  }

  private static JournalHeader readJournalHeader(DirectBuffer buffer, int offset) {
    return JournalHeader.builder()
        .versionMinor(getInt(buffer, offset + SegmentDescriptor.VERSION_MINOR_OFFSET))
        .totalEvents(getLong(buffer, offset + SegmentDescriptor.TOTAL_EVENTS_OFFSET))
        .nextEventId(getLong(buffer, offset + SegmentDescriptor.NEXT_EVENT_ID_OFFSET))
        .journalSize(getLong(buffer, offset + SegmentDescriptor.JOURNAL_SIZE_OFFSET))
        .indexOffset(getLong(buffer, offset + SegmentDescriptor.INDEX_OFFSET_OFFSET))
        .flags(getInt(buffer, offset + SegmentDescriptor.FLAGS_OFFSET))
        .compressionAlgorithm(
            getInt(buffer, offset + SegmentDescriptor.COMPRESSION_ALGORITHM_OFFSET))
        .encryptionAlgorithm(getInt(buffer, offset + SegmentDescriptor.ENCRYPTION_ALGORITHM_OFFSET))
        .lastCheckpointSequence(
            getLong(buffer, offset + SegmentDescriptor.LAST_CHECKPOINT_SEQUENCE_OFFSET))
        .lastKernelSyncSequence(
            getLong(buffer, offset + SegmentDescriptor.LAST_KERNEL_SYNC_SEQUENCE_OFFSET))
        .creationTimestamp(getLong(buffer, offset + SegmentDescriptor.CREATION_TIMESTAMP_OFFSET))
        .modificationTimestamp(
            getLong(buffer, offset + SegmentDescriptor.MODIFICATION_TIMESTAMP_OFFSET))
        .build();
  }

  private static SegmentIdentity readIdentity(DirectBuffer buffer, int offset) {
    ByteBuffer id =
        ByteBuffer.wrap(
            copy(
                buffer,
                offset,
                SegmentDescriptor.JOURNAL_ID_OFFSET,
                SegmentDescriptor.FIRST_SEQUENCE_OFFSET));
    return new SegmentIdentity(
        new UUID(id.getLong(), id.getLong()),
        getLong(buffer, offset + SegmentDescriptor.GENERATION_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.FIRST_SEQUENCE_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.FIRST_BLOCK_ID_OFFSET),
        ChainDigest.of(
            copy(
                buffer,
                offset,
                SegmentDescriptor.CHAIN_ANCHOR_OFFSET,
                SegmentDescriptor.DATA_OFFSET_OFFSET)),
        getInt(buffer, offset + SegmentDescriptor.DATA_OFFSET_OFFSET),
        getInt(buffer, offset + SegmentDescriptor.ALIGNMENT_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.CREATION_TIME_OFFSET));
  }

  private static SegmentSeal readSeal(DirectBuffer buffer, int offset) {
    return new SegmentSeal(
        getLong(buffer, offset + SegmentDescriptor.END_POSITION_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.LAST_BLOCK_POSITION_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.BLOCK_COUNT_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.EVENT_COUNT_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.LAST_SEQUENCE_OFFSET),
        ChainDigest.of(
            copy(
                buffer,
                offset,
                SegmentDescriptor.CHAIN_DIGEST_OFFSET,
                SegmentDescriptor.SEAL_TIME_OFFSET)),
        getLong(buffer, offset + SegmentDescriptor.SEAL_TIME_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.MIN_EVENT_TIMESTAMP_OFFSET),
        getLong(buffer, offset + SegmentDescriptor.MAX_EVENT_TIMESTAMP_OFFSET));
  }
}

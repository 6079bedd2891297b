package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import io.semj.checksum.Sha256;
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
        crc32c(
            buffer, offset, SegmentDescriptor.SEAL_OFFSET, SegmentDescriptor.SEAL_CHECKSUM_OFFSET));
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
    checkKind(buffer, offset, available, fileName);
    checkHeader(buffer, offset, fileName);
    checkDescriptor(buffer, offset, fileName);
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
    if (available < SegmentDescriptor.SEAL_END) {
      throw tooShort(SegmentDescriptor.SEAL_END, available, fileName);
    }
    boolean flagged =
        (getInt(buffer, offset + SegmentDescriptor.FLAGS_OFFSET) & SegmentDescriptor.FLAG_SEALED)
            != 0;
    if (!flagged
        && isZero(
            buffer, offset + SegmentDescriptor.SEAL_OFFSET, offset + SegmentDescriptor.SEAL_END)) {
      return Optional.empty();
    }
    int stored = getInt(buffer, offset + SegmentDescriptor.SEAL_CHECKSUM_OFFSET);
    int actual =
        crc32c(
            buffer, offset, SegmentDescriptor.SEAL_OFFSET, SegmentDescriptor.SEAL_CHECKSUM_OFFSET);
    // A missing seal is told by its magic: the CRC-32C of zeros is not zero, but be explicit.
    if (stored != actual
        || getInt(buffer, offset + SegmentDescriptor.SEAL_MAGIC_OFFSET)
            != SegmentDescriptor.SEAL_MAGIC) {
      throw new ChecksumMismatchException(
          "segment seal is damaged: file=" + fileName, stored, actual);
    }
    return Optional.of(readSeal(buffer, offset));
  }

  private static void checkKind(DirectBuffer buffer, int offset, int available, String fileName) {
    if (available < Integer.BYTES) {
      throw tooShort(SegmentDescriptor.LENGTH, available, fileName);
    }
    int magic = getInt(buffer, offset + SegmentDescriptor.MAGIC_OFFSET);
    if (magic == SegmentDescriptor.LEGACY_MAGIC) {
      throw new LegacyFormatException(fileName);
    }
    if (magic != SegmentDescriptor.MAGIC) {
      throw new ForeignFileException(fileName, SegmentDescriptor.MAGIC, magic);
    }
    if (available < SegmentDescriptor.KERNEL_HEADER_LENGTH) {
      throw tooShort(SegmentDescriptor.LENGTH, available, fileName);
    }
    checkVersion(
        "segment version is not supported: file=" + fileName,
        SegmentDescriptor.VERSION_MAJOR,
        getInt(buffer, offset + SegmentDescriptor.VERSION_MAJOR_OFFSET));
    // A kernel journal without any event ends where the marker would be.
    if (available == SegmentDescriptor.KERNEL_HEADER_LENGTH
        || (available >= SegmentDescriptor.KERNEL_HEADER_LENGTH + Integer.BYTES
            && getInt(buffer, offset + SegmentDescriptor.USERSPACE_MARKER_OFFSET)
                != SegmentDescriptor.USERSPACE_MARKER)) {
      throw new KernelJournalException(fileName);
    }
    if (available < SegmentDescriptor.LENGTH) {
      throw tooShort(SegmentDescriptor.LENGTH, available, fileName);
    }
  }

  private static void checkHeader(DirectBuffer buffer, int offset, String fileName) {
    int stored = getInt(buffer, offset + SegmentDescriptor.HEADER_CHECKSUM_OFFSET);
    int actual = headerChecksum(buffer, offset);
    if (stored != actual) {
      throw new ChecksumMismatchException(
          "segment header checksum does not match: file=" + fileName, stored, actual);
    }
    int flags = getInt(buffer, offset + SegmentDescriptor.FLAGS_OFFSET);
    int unknown =
        flags & SegmentDescriptor.INCOMPATIBLE_FLAGS & ~SegmentDescriptor.KNOWN_INCOMPATIBLE_FLAGS;
    if (unknown != 0) {
      throw new UnsupportedFeatureException(
          String.format(
              "segment needs features that are not supported: file=%s, unknownFlags=0x%08x",
              fileName, unknown));
    }
  }

  private static void checkDescriptor(DirectBuffer buffer, int offset, String fileName) {
    int magic = getInt(buffer, offset + SegmentDescriptor.DESCRIPTOR_MAGIC_OFFSET);
    if (magic != SegmentDescriptor.DESCRIPTOR_MAGIC) {
      throw new CorruptionException(
          String.format(
              "segment descriptor is missing: expected=0x%08x, actual=0x%08x",
              SegmentDescriptor.DESCRIPTOR_MAGIC, magic),
          fileName,
          SegmentDescriptor.DESCRIPTOR_OFFSET);
    }
    checkVersion(
        "segment descriptor version is not supported: file=" + fileName,
        SegmentDescriptor.DESCRIPTOR_VERSION,
        getInt(buffer, offset + SegmentDescriptor.DESCRIPTOR_VERSION_OFFSET));
    int stored = getInt(buffer, offset + SegmentDescriptor.DESCRIPTOR_CHECKSUM_OFFSET);
    int actual = descriptorChecksum(buffer, offset);
    if (stored != actual) {
      throw new ChecksumMismatchException(
          "segment descriptor checksum does not match: file=" + fileName, stored, actual);
    }
  }

  private static void checkVersion(String message, int supported, int actual) {
    if (actual != supported) {
      throw new VersionMismatchException(message, supported, supported, actual);
    }
  }

  private static CorruptionException tooShort(int expected, int available, String fileName) {
    return new CorruptionException(
        "segment is too short: expected=" + expected + ", actual=" + available,
        fileName,
        available);
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
        buffer, offset + SegmentDescriptor.HEADER_CHECKSUM_OFFSET, headerChecksum(buffer, offset));
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
        descriptorChecksum(buffer, offset));
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

  private static int headerChecksum(DirectBuffer buffer, int offset) {
    byte[] header = copy(buffer, offset, 0, SegmentDescriptor.HEADER_LENGTH);
    ByteBuffer bytes = ByteBuffer.wrap(header).order(LITTLE_ENDIAN);
    bytes.putInt(SegmentDescriptor.HEADER_CHECKSUM_OFFSET, 0);
    Sha256 sha = new Sha256();
    sha.update(header, 0, header.length);
    sha.digest(header, 0);
    return bytes.getInt(0);
  }

  private static int descriptorChecksum(DirectBuffer buffer, int offset) {
    return crc32c(
        buffer,
        offset,
        SegmentDescriptor.DESCRIPTOR_OFFSET,
        SegmentDescriptor.DESCRIPTOR_CHECKSUM_OFFSET);
  }

  private static int crc32c(DirectBuffer buffer, int offset, int from, int to) {
    return Crc32c.of(copy(buffer, offset, from, to), 0, to - from);
  }

  private static byte[] copy(DirectBuffer buffer, int offset, int from, int to) {
    byte[] copy = new byte[to - from];
    buffer.getBytes(offset + from, copy);
    return copy;
  }

  private static boolean isZero(DirectBuffer buffer, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer.getByte(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int getInt(DirectBuffer buffer, int index) {
    return buffer.getInt(index, LITTLE_ENDIAN);
  }

  private static long getLong(DirectBuffer buffer, int index) {
    return buffer.getLong(index, LITTLE_ENDIAN);
  }

  private static void putInt(MutableDirectBuffer buffer, int index, int value) {
    buffer.putInt(index, value, LITTLE_ENDIAN);
  }

  private static void putLong(MutableDirectBuffer buffer, int index, long value) {
    buffer.putLong(index, value, LITTLE_ENDIAN);
  }
}

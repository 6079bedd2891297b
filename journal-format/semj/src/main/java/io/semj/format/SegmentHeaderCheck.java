package io.semj.format;

import static io.semj.format.SegmentBytes.getInt;

import io.semj.error.ChecksumMismatchException;
import io.semj.error.CompatibilityException;
import io.semj.error.CorruptionException;
import io.semj.error.ForeignFileException;
import io.semj.error.KernelJournalException;
import io.semj.error.LegacyFormatException;
import io.semj.error.StorageException;
import io.semj.error.UnsupportedFeatureException;
import io.semj.error.VersionMismatchException;
import java.util.Locale;
import org.agrona.DirectBuffer;

/**
 * Refuses what is not a segment that this version reads, each reason with an exception of its own.
 */
final class SegmentHeaderCheck {
  private SegmentHeaderCheck() {}

  static void check(DirectBuffer buffer, int offset, int available, String fileName) {
    checkKind(buffer, offset, available, fileName);
    checkHeader(buffer, offset, fileName);
    checkDescriptor(buffer, offset, fileName);
  }

  /**
   * Whether there is a seal; one that is damaged, or missing though the header is flagged, throws.
   */
  static boolean hasSeal(DirectBuffer buffer, int offset, int available, String fileName) {
    if (available < SegmentDescriptor.SEAL_END) {
      throw tooShort(SegmentDescriptor.SEAL_END, available, fileName);
    }
    int flags = getInt(buffer, offset + SegmentDescriptor.FLAGS_OFFSET);
    int from = offset + SegmentDescriptor.SEAL_OFFSET;
    if ((flags & SegmentDescriptor.FLAG_SEALED) == 0
        && SegmentBytes.isZero(buffer, from, offset + SegmentDescriptor.SEAL_END)) {
      return false;
    }
    int magic = getInt(buffer, offset + SegmentDescriptor.SEAL_MAGIC_OFFSET);
    int stored = getInt(buffer, offset + SegmentDescriptor.SEAL_CHECKSUM_OFFSET);
    int actual = SegmentBytes.sealChecksum(buffer, offset);
    if (stored != actual || magic != SegmentDescriptor.SEAL_MAGIC) {
      throw new ChecksumMismatchException(
          "segment seal is damaged: file=" + fileName, stored, actual);
    }
    return true;
  }

  static boolean isDescriptorSound(DirectBuffer buffer, int offset, int available) {
    if (available < SegmentDescriptor.LENGTH) {
      return false;
    }
    try {
      checkDescriptor(buffer, offset, "");
      return true;
    } catch (StorageException | CompatibilityException e) {
      return false;
    }
  }

  static boolean areChecksumsRight(DirectBuffer buffer, int offset, int available) {
    return available >= SegmentDescriptor.LENGTH
        && getInt(buffer, offset + SegmentDescriptor.MAGIC_OFFSET) == SegmentDescriptor.MAGIC
        && getInt(buffer, offset + SegmentDescriptor.HEADER_CHECKSUM_OFFSET)
            == SegmentBytes.headerChecksum(buffer, offset)
        && getInt(buffer, offset + SegmentDescriptor.DESCRIPTOR_CHECKSUM_OFFSET)
            == SegmentBytes.descriptorChecksum(buffer, offset);
  }

  private static void checkKind(DirectBuffer buffer, int offset, int available, String fileName) {
    if (available < Integer.BYTES) {
      throw tooShort(SegmentDescriptor.LENGTH, available, fileName);
    }
    int magic = getInt(buffer, offset + SegmentDescriptor.MAGIC_OFFSET);
    // In either byte order: what wrote such files was not this careful about it.
    if (magic == SegmentDescriptor.LEGACY_MAGIC
        || magic == Integer.reverseBytes(SegmentDescriptor.LEGACY_MAGIC)) {
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
    int actual = SegmentBytes.headerChecksum(buffer, offset);
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
              Locale.ROOT,
              "segment needs features that are not supported: file=%s, unknownFlags=0x%08x",
              fileName,
              unknown));
    }
  }

  private static void checkDescriptor(DirectBuffer buffer, int offset, String fileName) {
    int magic = getInt(buffer, offset + SegmentDescriptor.DESCRIPTOR_MAGIC_OFFSET);
    if (magic != SegmentDescriptor.DESCRIPTOR_MAGIC) {
      throw new CorruptionException(
          String.format(
              Locale.ROOT,
              "segment descriptor is missing: expected=0x%08x, actual=0x%08x",
              SegmentDescriptor.DESCRIPTOR_MAGIC,
              magic),
          fileName,
          SegmentDescriptor.DESCRIPTOR_OFFSET);
    }
    checkVersion(
        "segment descriptor version is not supported: file=" + fileName,
        SegmentDescriptor.DESCRIPTOR_VERSION,
        getInt(buffer, offset + SegmentDescriptor.DESCRIPTOR_VERSION_OFFSET));
    int stored = getInt(buffer, offset + SegmentDescriptor.DESCRIPTOR_CHECKSUM_OFFSET);
    int actual = SegmentBytes.descriptorChecksum(buffer, offset);
    if (stored != actual) {
      throw new ChecksumMismatchException(
          "segment descriptor checksum does not match: file=" + fileName, stored, actual);
    }
    int dataOffset = getInt(buffer, offset + SegmentDescriptor.DATA_OFFSET_OFFSET);
    int alignment = getInt(buffer, offset + SegmentDescriptor.ALIGNMENT_OFFSET);
    if (alignment != SegmentDescriptor.ALIGNMENT
        || dataOffset < SegmentDescriptor.LENGTH
        || dataOffset % alignment != 0) {
      throw new CorruptionException(
          "segment layout is impossible: dataOffset=" + dataOffset + ", alignment=" + alignment,
          fileName,
          SegmentDescriptor.DATA_OFFSET_OFFSET);
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
}

package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.KernelCrc32;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import io.semj.error.ForeignFileException;
import io.semj.error.LegacyFormatException;
import io.semj.error.VersionMismatchException;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/**
 * The header of the kernel's journal file, 52 bytes, in front of its events.
 *
 * <pre>
 *   0        4        8        12               20               28
 *  +--------+--------+--------+----------------+----------------+----------------+
 *  | "SEMJ" | major  | minor  |  total_events  | next_event_id  |  journal_size  |
 *  +--------+--------+--------+----------------+----------------+----------------+
 *   36               44       48
 *  +----------------+--------+--------+
 *  |  index_offset  | flags  |checksum|   the kernel's CRC32 of the 52 bytes, this field 0
 *  +----------------+--------+--------+
 * </pre>
 *
 * @param majorVersion 1
 * @param minorVersion 0 or, from a newer kernel, more
 * @param totalEvents how many events there are
 * @param nextEventId the id that the next event gets
 * @param journalSize bytes of the file
 * @param indexOffset where the kernel's own index is, 0 for none
 * @param flags the kernel's own
 */
public record KernelJournalHeader(
    int majorVersion,
    int minorVersion,
    long totalEvents,
    long nextEventId,
    long journalSize,
    long indexOffset,
    int flags) {
  /** Bytes of the header. */
  public static final int LENGTH = 52;

  /** The major version that is read and written. */
  public static final int MAJOR_VERSION = 1;

  private static final int MAGIC = SegmentDescriptor.MAGIC;
  private static final int MAJOR_OFFSET = 4;
  private static final int MINOR_OFFSET = 8;
  private static final int TOTAL_EVENTS_OFFSET = 12;
  private static final int NEXT_EVENT_ID_OFFSET = 20;
  private static final int JOURNAL_SIZE_OFFSET = 28;
  private static final int INDEX_OFFSET_OFFSET = 36;
  private static final int FLAGS_OFFSET = 44;
  private static final int CHECKSUM_OFFSET = 48;

  /**
   * The header of a journal of this version.
   *
   * @param totalEvents how many events there are
   * @param nextEventId the id that the next event gets
   * @param journalSize bytes of the file
   * @return with everything else 0
   */
  public static KernelJournalHeader of(long totalEvents, long nextEventId, long journalSize) {
    return new KernelJournalHeader(MAJOR_VERSION, 0, totalEvents, nextEventId, journalSize, 0, 0);
  }

  /**
   * The header's bytes.
   *
   * @return 52 bytes, with their checksum
   */
  public byte[] encode() {
    byte[] bytes = new byte[LENGTH];
    ByteBuffer header = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    header
        .putInt(0, MAGIC)
        .putInt(MAJOR_OFFSET, majorVersion)
        .putInt(MINOR_OFFSET, minorVersion)
        .putLong(TOTAL_EVENTS_OFFSET, totalEvents)
        .putLong(NEXT_EVENT_ID_OFFSET, nextEventId)
        .putLong(JOURNAL_SIZE_OFFSET, journalSize)
        .putLong(INDEX_OFFSET_OFFSET, indexOffset)
        .putInt(FLAGS_OFFSET, flags)
        .putInt(CHECKSUM_OFFSET, KernelCrc32.of(bytes, 0, LENGTH));
    return bytes;
  }

  /**
   * Whether a header of the kernel's begins here, sound or not.
   *
   * @param buffer that holds what may be one
   * @param offset of its first byte
   * @param available bytes from there on
   * @return whether its magic number does
   */
  public static boolean beginsAt(DirectBuffer buffer, int offset, int available) {
    return available >= Integer.BYTES && buffer.getInt(offset, LITTLE_ENDIAN) == MAGIC;
  }

  /**
   * Reads a header, whose magic number, version and checksum are checked in this order.
   *
   * @param buffer that holds it
   * @param offset of its first byte
   * @param available bytes from there on
   * @param file named in errors
   * @return what it says
   * @throws LegacyFormatException if it is of the older userspace format
   * @throws ForeignFileException if it is no such header
   * @throws CorruptionException if it is cut short
   * @throws VersionMismatchException if it is of another major version
   * @throws ChecksumMismatchException if its bytes are not those that were written
   */
  public static KernelJournalHeader decode(
      DirectBuffer buffer, int offset, int available, String file) {
    int magic = available < Integer.BYTES ? 0 : buffer.getInt(offset, LITTLE_ENDIAN);
    if (magic == SegmentDescriptor.LEGACY_MAGIC) {
      throw new LegacyFormatException(file);
    }
    if (magic != MAGIC) {
      throw new ForeignFileException(file, MAGIC, magic);
    }
    if (available < LENGTH) {
      throw new CorruptionException(
          "kernel journal header is cut short: expected=" + LENGTH + " bytes, actual=" + available,
          file,
          0);
    }
    int major = buffer.getInt(offset + MAJOR_OFFSET, LITTLE_ENDIAN);
    if (major != MAJOR_VERSION) {
      throw new VersionMismatchException(
          "kernel journal has another version: file=" + file, MAJOR_VERSION, MAJOR_VERSION, major);
    }
    requireChecksum(buffer, offset, file);
    return new KernelJournalHeader(
        major,
        buffer.getInt(offset + MINOR_OFFSET, LITTLE_ENDIAN),
        buffer.getLong(offset + TOTAL_EVENTS_OFFSET, LITTLE_ENDIAN),
        buffer.getLong(offset + NEXT_EVENT_ID_OFFSET, LITTLE_ENDIAN),
        buffer.getLong(offset + JOURNAL_SIZE_OFFSET, LITTLE_ENDIAN),
        buffer.getLong(offset + INDEX_OFFSET_OFFSET, LITTLE_ENDIAN),
        buffer.getInt(offset + FLAGS_OFFSET, LITTLE_ENDIAN));
  }

  private static void requireChecksum(DirectBuffer buffer, int offset, String file) {
    byte[] bytes = new byte[LENGTH];
    buffer.getBytes(offset, bytes);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    int stored = header.getInt(CHECKSUM_OFFSET);
    header.putInt(CHECKSUM_OFFSET, 0);
    int actual = KernelCrc32.of(bytes, 0, LENGTH);
    if (stored != actual) {
      throw new ChecksumMismatchException(
          "kernel journal header is damaged: file=" + file, stored, actual);
    }
  }
}

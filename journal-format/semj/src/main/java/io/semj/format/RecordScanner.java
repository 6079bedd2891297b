package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.KernelCrc32;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks the decoded records of a block, checking that they tile it, that there are as many as the
 * block says, and if asked to each record's checksum. It leaves the records as they are, though it
 * zeroes a checksum field while it sums its record, allocates nothing while the records come in the
 * same buffer, and belongs to one thread.
 *
 * <pre>
 * scanner.wrap(decoder.decode(block, 0, size), header.eventCount(), true);
 * while (scanner.next()) {
 *   record.wrap(scanner.buffer(), scanner.offset());
 * }
 * </pre>
 */
public final class RecordScanner {
  private static final byte[] ZERO_CHECKSUM = new byte[Integer.BYTES];
  private static final int AFTER_CHECKSUM = RecordDescriptor.CHECKSUM_OFFSET + Integer.BYTES;

  private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
  private final RecordFlyweight record = new RecordFlyweight();
  private final KernelCrc32 crc = new KernelCrc32();
  private ByteBuffer records;
  private boolean verifyChecksums;
  private int end;
  private int eventCount;
  private int index;
  private int offset;
  private int length;

  /** A scanner of nothing yet. */
  public RecordScanner() {}

  /**
   * Begins at the first record.
   *
   * @param decoded the records from byte 0 to the limit, not of a mapped file
   * @param expectedCount how many the block says that there are
   * @param verify whether to check each record's checksum
   * @return this
   */
  public RecordScanner wrap(ByteBuffer decoded, int expectedCount, boolean verify) {
    records = decoded;
    end = decoded.limit();
    buffer.wrap(decoded, 0, end);
    eventCount = expectedCount;
    verifyChecksums = verify;
    index = -1;
    offset = 0;
    length = 0;
    return this;
  }

  /**
   * Moves to the next record.
   *
   * @return false after the last one
   * @throws CorruptionException if the records do not tile the block, or are not as many as it says
   * @throws ChecksumMismatchException if a record's checksum differs
   */
  public boolean next() {
    offset += length;
    index++;
    length = 0;
    if (index >= eventCount || offset >= end) {
      if (index != eventCount || offset != end) {
        throw miscounted();
      }
      index--;
      return false;
    }
    record.wrap(buffer, offset);
    if (!record.fits(end - offset)) {
      throw new CorruptionException(
          String.format(
              Locale.ROOT,
              "record does not fit its block: record=%d, offset=%d, available=%d",
              index,
              offset,
              end - offset));
    }
    length = record.length();
    if (verifyChecksums) {
      verifyChecksum();
    }
    return true;
  }

  /**
   * The buffer that {@link #offset()} is in.
   *
   * @return a view of the decoded records, the same for every call
   */
  public DirectBuffer buffer() {
    return buffer;
  }

  /**
   * Where the record begins.
   *
   * @return in the decoded records
   */
  public int offset() {
    return offset;
  }

  /**
   * The length of the record.
   *
   * @return in bytes
   */
  public int length() {
    return length;
  }

  /**
   * The number of the record.
   *
   * @return from 0; add it to the block's first sequence for the record's
   */
  public int index() {
    return index;
  }

  private CorruptionException miscounted() {
    return new CorruptionException(
        String.format(
            Locale.ROOT,
            "records do not tile their block: expected=%d records in %d bytes, actual=%d records in"
                + " %d bytes",
            eventCount,
            end,
            index,
            offset));
  }

  private void verifyChecksum() {
    int field = offset + RecordDescriptor.CHECKSUM_OFFSET;
    int stored = buffer.getInt(field, LITTLE_ENDIAN);
    crc.reset();
    if (records.isReadOnly()) {
      crc.update(records, offset, RecordDescriptor.CHECKSUM_OFFSET);
      crc.update(ZERO_CHECKSUM, 0, ZERO_CHECKSUM.length);
      crc.update(records, offset + AFTER_CHECKSUM, length - AFTER_CHECKSUM);
    } else {
      // One sum of the whole record costs much less than three of its parts.
      int kept = records.getInt(field);
      records.putInt(field, 0);
      crc.update(records, offset, length);
      records.putInt(field, kept);
    }
    records.limit(end).position(0);
    int actual = crc.value();
    if (stored != actual) {
      throw new ChecksumMismatchException(
          "record checksum does not match: record=" + index + ", offset=" + offset, stored, actual);
    }
  }
}

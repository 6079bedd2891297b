package io.semj.index;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import io.semj.error.VersionMismatchException;
import io.semj.format.ChainDigest;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * The header of an index file, checked.
 *
 * @param segment that the index is of
 * @param firstSequence of the segment's first record, 0 without blocks
 * @param lastSequence of its last record, 0 without blocks
 * @param minTimestamp of its records
 * @param maxTimestamp of its records
 * @param timeShift the unit of times is 2^timeShift ns
 * @param blockCount of the segment
 * @param kindsPresent bit n is set when keys of the kind with code n are in the index
 * @param extractorId of the application's keys
 * @param frequentOffset where the frequent keys begin
 * @param frequentCount of the frequent keys
 * @param sparseOffset where the sequences of sparse blocks begin
 * @param length of the whole file
 * @param bodyChecksum CRC-32C of all behind the header
 */
public record IndexFileHeader(
    SegmentFacts segment,
    long firstSequence,
    long lastSequence,
    long minTimestamp,
    long maxTimestamp,
    int timeShift,
    int blockCount,
    int kindsPresent,
    long extractorId,
    int frequentOffset,
    int frequentCount,
    int sparseOffset,
    int length,
    int bodyChecksum) {
  /** Of the header. */
  public static final int LENGTH = IndexFileDescriptor.HEADER_LENGTH;

  /**
   * Decodes and checks a header.
   *
   * @param bytes the first {@value #LENGTH} bytes of a file, in memory of the caller's
   * @param fileLength of the file
   * @return the header
   * @throws CorruptionException when it is damaged or no index file's
   * @throws VersionMismatchException when another version wrote it
   */
  public static IndexFileHeader decode(byte[] bytes, long fileLength) {
    ByteBuffer header = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    if (bytes.length < LENGTH
        || header.getInt(IndexFileDescriptor.MAGIC_OFFSET) != IndexFileDescriptor.MAGIC) {
      throw new CorruptionException("not an index file: length=" + fileLength);
    }
    int expected = header.getInt(IndexFileDescriptor.HEADER_CHECKSUM_OFFSET);
    int actual = Crc32c.of(bytes, 0, IndexFileDescriptor.HEADER_CHECKSUM_OFFSET);
    if (expected != actual) {
      throw new ChecksumMismatchException("index header", expected, actual);
    }
    int version = header.getInt(IndexFileDescriptor.VERSION_OFFSET);
    if (version != IndexFileDescriptor.VERSION) {
      throw new VersionMismatchException(
          "index file has another version",
          IndexFileDescriptor.VERSION,
          IndexFileDescriptor.VERSION,
          version);
    }
    long length = header.getLong(IndexFileDescriptor.LENGTH_OFFSET);
    if (length != fileLength) {
      throw new CorruptionException(
          "index file has another length: expected=" + length + ", actual=" + fileLength);
    }
    return decode(header);
  }

  private static IndexFileHeader decode(ByteBuffer header) {
    byte[] digest = new byte[ChainDigest.LENGTH];
    header.get(IndexFileDescriptor.DIGEST_OFFSET, digest);
    ByteBuffer id = header.duplicate(); // in network order, as in a segment
    UUID journalId =
        new UUID(
            id.getLong(IndexFileDescriptor.JOURNAL_ID_OFFSET),
            id.getLong(IndexFileDescriptor.JOURNAL_ID_OFFSET + Long.BYTES));
    return new IndexFileHeader(
        new SegmentFacts(
            journalId,
            header.getLong(IndexFileDescriptor.GENERATION_OFFSET),
            header.getLong(IndexFileDescriptor.END_POSITION_OFFSET),
            ChainDigest.of(digest)),
        header.getLong(IndexFileDescriptor.FIRST_SEQUENCE_OFFSET),
        header.getLong(IndexFileDescriptor.LAST_SEQUENCE_OFFSET),
        header.getLong(IndexFileDescriptor.FIRST_TIME_OFFSET),
        header.getLong(IndexFileDescriptor.LAST_TIME_OFFSET),
        header.getInt(IndexFileDescriptor.TIME_SHIFT_OFFSET),
        header.getInt(IndexFileDescriptor.BLOCK_COUNT_OFFSET),
        header.getInt(IndexFileDescriptor.KINDS_PRESENT_OFFSET),
        header.getLong(IndexFileDescriptor.EXTRACTOR_OFFSET),
        Math.toIntExact(header.getLong(IndexFileDescriptor.FREQUENT_OFFSET)),
        header.getInt(IndexFileDescriptor.FREQUENT_COUNT_OFFSET),
        Math.toIntExact(header.getLong(IndexFileDescriptor.SPARSE_OFFSET)),
        Math.toIntExact(header.getLong(IndexFileDescriptor.LENGTH_OFFSET)),
        header.getInt(IndexFileDescriptor.BODY_CHECKSUM_OFFSET));
  }
}

package io.semj.core.ring;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;

/**
 * The first page of a ring's file. It is written once, when all of the file is allocated.
 *
 * <pre>
 *  0 u32 magic "SEMR"    4 u32 CRC32C of [8, 80)    8 u32 version    12 u32 process id
 * 16 16B ring id        32 16B journal id          48 16B boot id
 * 64 u32 slots          68 u32 bytes of a slot     72 u64 sequence of the first event
 * </pre>
 *
 * <p>In version 1 there are no short forms of records, and no process id.
 *
 * <p>Behind it in the same page are {@link RingProgress} and {@link RingOwner}, which older
 * versions did not write and do not look at.
 *
 * <p>Then 4,096 bytes in, the slots; then memory for records that do not fit their slots. All
 * numbers are little-endian, ids big-endian.
 *
 * @param ringId of this ring, random
 * @param journalId of the journal whose events are in it
 * @param bootId of the run of the operating system in which it was made
 * @param capacity how many slots, a power of two
 * @param stride the bytes of a slot, a multiple of 64
 * @param firstSequence of the event that went to slot 0 first
 * @param processId of the process whose events are in it
 */
record RingHeader(
    UUID ringId,
    UUID journalId,
    UUID bootId,
    int capacity,
    int stride,
    long firstSequence,
    int processId) {
  static final int LENGTH = 4_096;
  private static final int VERSION = 2;
  private static final int OLDEST_VERSION = 1;
  private static final int MAGIC = 0x524D4553;
  private static final int USED = 80;
  private static final int CACHE_LINE = 64;

  /** How a file does not begin as a ring that this version reads, in words. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  ByteBuffer encode() {
    byte[] bytes = new byte[USED];
    ByteBuffer page = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    page.putInt(0, MAGIC).putInt(8, VERSION).putInt(12, processId);
    putId(page, 16, ringId);
    putId(page, 32, journalId);
    putId(page, 48, bootId);
    page.putInt(64, capacity).putInt(68, stride).putLong(72, firstSequence);
    page.putInt(4, Crc32c.of(bytes, 8, USED - 8));
    return page;
  }

  /** Reads a header, looking at magic, checksum, version and sizes in this order. */
  static RingHeader decode(byte[] bytes, long fileSize) throws Unreadable {
    if (bytes.length < USED) {
      throw new Unreadable("file is too short for a ring's header: bytes=" + fileSize);
    }
    ByteBuffer page = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    if (page.getInt(0) != MAGIC) {
      throw new Unreadable(
          String.format(
              Locale.ROOT, "not a ring: expected=%08x, actual=%08x", MAGIC, page.getInt(0)));
    }
    if (page.getInt(4) != Crc32c.of(bytes, 8, USED - 8)) {
      throw new Unreadable("checksum of the ring's header does not match");
    }
    int version = page.getInt(8);
    if (version < OLDEST_VERSION || version > VERSION) {
      throw new Unreadable("ring has another version: expected=" + VERSION + ", actual=" + version);
    }
    RingHeader header =
        new RingHeader(
            id(page, 16),
            id(page, 32),
            id(page, 48),
            page.getInt(64),
            page.getInt(68),
            page.getLong(72),
            page.getInt(12));
    header.checkSizes(fileSize);
    return header;
  }

  private void checkSizes(long fileSize) throws Unreadable {
    boolean possible =
        Integer.bitCount(capacity) == 1
            && stride % CACHE_LINE == 0
            && capacity > 0
            && stride >= 2 * SlotDescriptor.RECORD_OFFSET
            && stride <= LENGTH << 4
            && firstSequence > 0;
    if (!possible || fileSize < slotsEnd()) {
      throw new Unreadable(
          "sizes of the ring do not fit: slots="
              + capacity
              + ", slotBytes="
              + stride
              + ", firstSequence="
              + firstSequence
              + ", fileBytes="
              + fileSize);
    }
  }

  /** What a record's place in the ring tells of it. */
  RingOrigin origin() {
    return new RingOrigin(firstSequence, capacity, processId);
  }

  /** Where the slots end, and memory for large records begins. */
  long slotsEnd() {
    return LENGTH + (long) capacity * stride;
  }

  static void putId(ByteBuffer target, int at, UUID id) {
    target.putLong(at, Long.reverseBytes(id.getMostSignificantBits()));
    target.putLong(at + 8, Long.reverseBytes(id.getLeastSignificantBits()));
  }

  static UUID id(ByteBuffer source, int at) {
    return new UUID(
        Long.reverseBytes(source.getLong(at)), Long.reverseBytes(source.getLong(at + 8)));
  }
}

package io.semj.subscribe;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import io.semj.error.ConsistencyException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * One entry of a position file.
 *
 * <pre>
 *  entry, 88 bytes      0 u32 magic "SEMS"   4 u32 CRC32C of [8, 88)   8 u32 version   12 u32 0
 *                      16 u64 write count   24 16B journal id         40 u64 sequence
 *                      48 u64 durable sequence   56 u64 floor
 *                      64 i64 not before    72 16B id of the boot, or 0
 * </pre>
 *
 * @param count of the write, which tells the newest entry
 * @param journalId the journal that the position is in
 * @param sequence all up to this one is done with
 * @param durableSequence the part of it that a power loss cannot take out of the journal
 * @param floor where the subscription was to begin: it never goes back behind that
 * @param notBefore the time that is still waited for, or {@link StartTime#NONE}
 * @param boot the run of the operating system in which the entry was written; zero if unknown
 */
record PositionRecord(
    long count,
    UUID journalId,
    long sequence,
    long durableSequence,
    long floor,
    long notBefore,
    UUID boot) {
  static final int LENGTH = 88;
  static final UUID UNKNOWN_BOOT = new UUID(0, 0);

  private static final int MAGIC = 0x534D4553;
  private static final int VERSION = 1;
  private static final int BODY = 8;

  ByteBuffer encode() {
    byte[] bytes = new byte[LENGTH];
    ByteBuffer entry = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    entry.putInt(0, MAGIC).putInt(8, VERSION).putLong(16, count);
    putId(entry, 24, journalId);
    entry.putLong(40, sequence).putLong(48, durableSequence);
    entry.putLong(56, floor).putLong(64, notBefore);
    putId(entry, 72, boot);
    return entry.putInt(4, Crc32c.of(bytes, BODY, LENGTH - BODY));
  }

  /** The entry, if its bytes are whole and of this version. */
  static Optional<PositionRecord> decode(byte[] bytes) {
    ByteBuffer entry = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    if (entry.getInt(0) != MAGIC
        || entry.getInt(4) != Crc32c.of(bytes, BODY, LENGTH - BODY)
        || entry.getInt(8) != VERSION) {
      return Optional.empty();
    }
    return Optional.of(
        new PositionRecord(
            entry.getLong(16),
            idAt(entry, 24),
            entry.getLong(40),
            entry.getLong(48),
            entry.getLong(56),
            entry.getLong(64),
            idAt(entry, 72)));
  }

  /**
   * What need not be delivered again. After a power loss events that were written and not durable
   * may be gone, and others have their sequences: only what was durable is certain then.
   *
   * @param currentBoot this run of the operating system
   * @param written how far the journal goes now
   * @throws ConsistencyException when the journal was cut behind the position
   */
  long resumeAt(UUID currentBoot, long written) {
    boolean noPowerLoss = boot.equals(currentBoot) && !boot.equals(UNKNOWN_BOOT);
    long certain = noPowerLoss && sequence <= written ? sequence : durableSequence;
    if (certain > Math.max(written, floor)) {
      throw new ConsistencyException(
          "subscription is ahead of its journal: acknowledged=" + certain + ", written=" + written);
    }
    return Math.max(floor, certain);
  }

  private static void putId(ByteBuffer entry, int offset, UUID id) {
    entry.putLong(offset, id.getMostSignificantBits());
    entry.putLong(offset + Long.BYTES, id.getLeastSignificantBits());
  }

  private static UUID idAt(ByteBuffer entry, int offset) {
    return new UUID(entry.getLong(offset), entry.getLong(offset + Long.BYTES));
  }
}

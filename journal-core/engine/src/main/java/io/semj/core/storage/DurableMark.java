package io.semj.core.storage;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import io.semj.format.ChainDigest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The file that says how far events are known to be durable, so that opening after a crash looks at
 * the tail only, and can tell a torn tail from damage to acknowledged events.
 *
 * <p>It is written after each sync and not synced itself: the process's death does not lose it, and
 * after a power cut it may be older than the truth, never newer. Two entries are written in turn,
 * so that one of them is whole.
 *
 * <pre>
 *  entry, 136 bytes     0 u32 magic "SEMM"   4 u32 CRC32C of [8, 136)   8 u64 write count
 *                      16 16B journal id    32 u64 generation          40 u64 end position
 *                      48 u64 sequence      56 u64 block id            64 32B chain digest
 *                      96 u64 blocks       104 u64 events   of the segment so far
 *                     112 i64 first time   120 i64 last time  128 u64 last block's position
 * </pre>
 */
public final class DurableMark implements Closeable {
  private static final int MAGIC = 0x4D4D4553;
  private static final int ENTRY_LENGTH = 136;
  private static final int ID_LENGTH = 16;

  private final FileChannel channel;
  private final byte[] journalId;
  private final byte[] bytes = new byte[ENTRY_LENGTH];
  private final ByteBuffer entry = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
  private long count;

  private DurableMark(FileChannel channel, byte[] journalId, long count) {
    this.channel = channel;
    this.journalId = journalId.clone();
    this.count = count;
  }

  /**
   * Opens the mark for writing.
   *
   * @param directory of the journal
   * @param journalId 16 bytes
   * @return the mark
   * @throws IOException when the file cannot be opened
   */
  public static DurableMark open(JournalDirectory directory, byte[] journalId) throws IOException {
    Path file = directory.resolve(JournalDirectory.MARK_FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new DurableMark(channel, journalId, Math.max(countAt(channel, 0), countAt(channel, 1)));
  }

  /**
   * Reads the newest whole entry of this journal.
   *
   * @param directory of the journal
   * @param journalId 16 bytes; entries of other journals do not count
   * @return the entry, or none
   * @throws IOException when the file is there and cannot be read
   */
  public static Optional<JournalPosition> read(JournalDirectory directory, byte[] journalId)
      throws IOException {
    return newest(directory, id -> Arrays.equals(id, journalId));
  }

  /**
   * Reads the newest whole entry, whatever journal it is of: for a directory that has a mark and no
   * segment that would tell the journal.
   *
   * @param directory of the journal
   * @return the entry, or none
   * @throws IOException when the file is there and cannot be read
   */
  public static Optional<JournalPosition> readAny(JournalDirectory directory) throws IOException {
    return newest(directory, id -> true);
  }

  private static Optional<JournalPosition> newest(
      JournalDirectory directory, Predicate<byte[]> ofJournal) throws IOException {
    Path file = directory.resolve(JournalDirectory.MARK_FILE);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer newest = null;
      for (int slot = 0; slot < 2; slot++) {
        ByteBuffer found = readSlot(channel, slot);
        if (found != null
            && ofJournal.test(bytesAt(found, 16, ID_LENGTH))
            && (newest == null || found.getLong(8) > newest.getLong(8))) {
          newest = found;
        }
      }
      return newest == null ? Optional.empty() : Optional.of(decode(newest));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static JournalPosition decode(ByteBuffer bytes) {
    ChainDigest digest = ChainDigest.of(bytesAt(bytes, 64, ChainDigest.LENGTH));
    SegmentTotals totals =
        new SegmentTotals(
            bytes.getLong(96),
            bytes.getLong(104),
            bytes.getLong(112),
            bytes.getLong(120),
            bytes.getLong(128));
    return new JournalPosition(
        bytes.getLong(32), bytes.getLong(40), bytes.getLong(48), bytes.getLong(56), digest, totals);
  }

  private static byte[] bytesAt(ByteBuffer bytes, int offset, int length) {
    byte[] copy = new byte[length];
    bytes.get(offset, copy);
    return copy;
  }

  private static long countAt(FileChannel channel, int slot) throws IOException {
    ByteBuffer found = readSlot(channel, slot);
    return found == null ? 0 : found.getLong(8);
  }

  private static ByteBuffer readSlot(FileChannel channel, int slot) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(ENTRY_LENGTH).order(LITTLE_ENDIAN);
    int read = channel.read(bytes, (long) slot * ENTRY_LENGTH);
    boolean whole =
        read == ENTRY_LENGTH
            && bytes.getInt(0) == MAGIC
            && bytes.getInt(4)
                == Crc32c.of(bytesAt(bytes, 8, ENTRY_LENGTH - 8), 0, ENTRY_LENGTH - 8);
    return whole ? bytes : null;
  }

  /**
   * Writes a newer entry.
   *
   * @param newer what is durable now
   * @throws IOException when the file cannot be written
   */
  public void write(JournalPosition newer) throws IOException {
    count++;
    entry.putInt(0, MAGIC).putLong(8, count).put(16, journalId);
    entry.putLong(32, newer.generation()).putLong(40, newer.endPosition());
    entry
        .putLong(48, newer.sequence())
        .putLong(56, newer.blockId())
        .put(64, newer.digest().toBytes());
    SegmentTotals totals = newer.totals();
    entry.putLong(96, totals.blocks()).putLong(104, totals.events());
    entry.putLong(112, totals.minTimestamp()).putLong(120, totals.maxTimestamp());
    entry.putLong(128, totals.lastBlockPosition());
    entry.putInt(4, Crc32c.of(bytes, 8, ENTRY_LENGTH - 8));
    long position = (count & 1) * ENTRY_LENGTH;
    entry.clear();
    while (entry.hasRemaining()) {
      channel.write(entry, position + entry.position());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

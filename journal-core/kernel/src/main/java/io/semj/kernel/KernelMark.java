package io.semj.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * How far a journal is with a kernel's: a small file beside the segments. What was imported is told
 * by the journal's own events, and this only saves looking for the last one; what was exported is
 * known from here. Replaced as a whole, so that there is always the old one or the new one.
 *
 * <pre>
 *   0 4B magic "SEMK"    4 u32 CRC32C of [8, 128)      8 u32 version    12 u32 kernel checksum
 *  16 16B journal id    32 u64 accounted             40 u64 imported at
 *  48 u64 kernel sequence   56 u64 kernel position   64 u64 kernel event id
 *  72 i64 timestamp         80 u64 kernel length     88 u64 exported
 *  96 u64 sink length      104 u64 sink events      112 16B reserved
 * </pre>
 *
 * @param journalId of the journal
 * @param accounted events up to this sequence were looked at
 * @param last the last event from the kernel among them
 * @param exported events up to this sequence were exported, where they are to be
 * @param sinkLength bytes of the file that was exported to, 0 for a device
 * @param sinkEvents how many events are in it
 */
record KernelMark(
    UUID journalId,
    long accounted,
    ResumePoint last,
    long exported,
    long sinkLength,
    long sinkEvents) {
  static final String FILE = "kernel.mark";

  private static final String TEMPORARY = "kernel.mark.tmp";
  private static final int MAGIC = 0x4B4D4553;
  private static final int VERSION = 1;
  private static final int LENGTH = 128;
  private static final int CRC_OFFSET = 4;
  private static final int COVERED_OFFSET = 8;

  /** The mark in a journal's directory; none when there is none that is whole. */
  static Optional<KernelMark> read(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer in = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
      boolean whole =
          bytes.length == LENGTH
              && in.getInt(0) == MAGIC
              && in.getInt(CRC_OFFSET) == Crc32c.of(bytes, COVERED_OFFSET, LENGTH - COVERED_OFFSET)
              && in.getInt(COVERED_OFFSET) == VERSION;
      return whole ? Optional.of(decode(in)) : Optional.empty();
    } catch (IOException e) {
      if (Files.notExists(file)) {
        return Optional.empty();
      }
      throw StorageErrors.translate(e, file, "read kernel mark");
    }
  }

  private static KernelMark decode(ByteBuffer in) {
    UUID id = new UUID(Long.reverseBytes(in.getLong(16)), Long.reverseBytes(in.getLong(24)));
    ResumePoint last =
        new ResumePoint(
            in.getLong(40),
            in.getLong(48),
            in.getLong(56),
            in.getLong(64),
            in.getInt(12),
            in.getLong(80),
            in.getLong(72));
    return new KernelMark(
        id, in.getLong(32), last, in.getLong(88), in.getLong(96), in.getLong(104));
  }

  private byte[] encode() {
    byte[] bytes = new byte[LENGTH];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    out.putInt(0, MAGIC).putInt(COVERED_OFFSET, VERSION).putInt(12, last.checksum());
    out.putLong(16, Long.reverseBytes(journalId.getMostSignificantBits()));
    out.putLong(24, Long.reverseBytes(journalId.getLeastSignificantBits()));
    out.putLong(32, accounted).putLong(40, last.userspaceSequence());
    out.putLong(48, last.sequence()).putLong(56, last.position()).putLong(64, last.eventId());
    out.putLong(72, last.timestampNanos()).putLong(80, last.kernelLength());
    out.putLong(88, exported).putLong(96, sinkLength).putLong(104, sinkEvents);
    out.putInt(CRC_OFFSET, Crc32c.of(bytes, COVERED_OFFSET, LENGTH - COVERED_OFFSET));
    return bytes;
  }

  /** Replaces the mark in a directory, durably. */
  void write(JournalDirectory directory) {
    Path temporary = directory.resolve(TEMPORARY);
    try {
      try (FileChannel file =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(encode());
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(true);
      }
      Files.move(temporary, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
      directory.sync();
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.resolve(FILE), "write kernel mark");
    }
  }
}

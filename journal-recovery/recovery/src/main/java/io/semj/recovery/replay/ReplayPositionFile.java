package io.semj.recovery.replay;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import io.semj.error.VersionMismatchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * The file that a replay keeps its position in. It is written to a temporary file beside it, synced
 * and renamed: after a kill or a power cut it holds the last position that was kept, or the one
 * before.
 *
 * <pre>
 *  0 u32 magic "SEMP"   4 u32 version 1    8 u64 journal id, high   16 u64 journal id, low
 * 24 u64 sequence      32 i64 time, ns    40 u32 0                  44 u32 CRC32C of [0, 44)
 * </pre>
 */
public final class ReplayPositionFile {
  private static final int MAGIC = 0x504D4553;
  private static final int VERSION = 1;
  private static final int LENGTH = 48;
  private static final int CHECKSUM_OFFSET = 44;

  private final Path file;

  /**
   * A file that need not be there yet.
   *
   * @param file in a directory that is there
   */
  public ReplayPositionFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * Reads the position.
   *
   * @return the position, or none when there is no file
   * @throws CorruptionException when the file is none of a position, or is cut
   * @throws ChecksumMismatchException when it is damaged
   * @throws VersionMismatchException when another version has written it
   */
  public Optional<ReplayPosition> read() {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "read position");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    if (bytes.length != LENGTH || in.getInt(0) != MAGIC) {
      throw new CorruptionException(
          "file is no replay position: expectedLength=" + LENGTH + ", actual=" + bytes.length,
          file.toString(),
          0);
    }
    int checksum = Crc32c.of(bytes, 0, CHECKSUM_OFFSET);
    if (checksum != in.getInt(CHECKSUM_OFFSET)) {
      throw new ChecksumMismatchException(
          "replay position is damaged: file=" + file, in.getInt(CHECKSUM_OFFSET), checksum);
    }
    if (in.getInt(4) != VERSION) {
      throw new VersionMismatchException(
          "version of a replay position is not read: file=" + file, VERSION, VERSION, in.getInt(4));
    }
    return Optional.of(
        new ReplayPosition(
            new UUID(in.getLong(8), in.getLong(16)), in.getLong(24), in.getLong(32)));
  }

  /**
   * Writes a position. It is durable when this returns.
   *
   * @param position to keep
   */
  public void write(ReplayPosition position) {
    byte[] bytes = new byte[LENGTH];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    out.putInt(MAGIC)
        .putInt(VERSION)
        .putLong(position.journalId().getMostSignificantBits())
        .putLong(position.journalId().getLeastSignificantBits())
        .putLong(position.sequence())
        .putLong(position.savedNanos())
        .putInt(0)
        .putInt(Crc32c.of(bytes, 0, CHECKSUM_OFFSET))
        .flip();
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        while (out.hasRemaining()) {
          channel.write(out);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      JournalDirectory.existing(file.getParent()).sync();
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "write position");
    }
  }
}

package io.semj.core.ring;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.checksum.Crc32c;
import io.semj.core.storage.JournalDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.UUID;

/**
 * The file in a journal's directory that says where its ring is. It names the directory itself too,
 * as the file system does, so that a copy of the directory does not take the ring of the original,
 * while a directory that was moved keeps its own.
 *
 * <pre>
 *  0 u32 magic "SEMF"   4 u32 CRC32C of [8, end)   8 u32 version   12 u32 1 when the ring is ready
 * 16 16B ring id       32 16B boot id
 * 48 u32 length, then the ring file's path; u32 length, then the directory's key; both UTF-8
 * </pre>
 *
 * @param ringId of the ring
 * @param bootId of the run of the operating system in which it was made
 * @param ready false while the ring is being made, and no event can be in it
 * @param path of the ring's file; only a name when it is in the journal's directory
 * @param directoryKey what the file system knows the journal's directory by
 */
record RingReference(UUID ringId, UUID bootId, boolean ready, String path, String directoryKey) {
  static final String FILE = "ring.ref";
  private static final String TEMPORARY = "ring.ref.tmp";
  private static final int MAGIC = 0x464D4553;
  private static final int VERSION = 1;
  private static final int TEXTS = 48;
  private static final int LONGEST = 16 << 10;

  /** Reads the reference, if there is one. */
  static Optional<RingReference> read(JournalDirectory directory)
      throws IOException, RingHeader.Unreadable {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(directory.resolve(FILE));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    ByteBuffer file = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    boolean whole =
        bytes.length >= TEXTS + 8
            && bytes.length <= LONGEST
            && file.getInt(0) == MAGIC
            && file.getInt(4) == Crc32c.of(bytes, 8, bytes.length - 8);
    if (!whole) {
      throw new RingHeader.Unreadable("reference to the ring is damaged: bytes=" + bytes.length);
    }
    if (file.getInt(8) != VERSION) {
      throw new RingHeader.Unreadable(
          "reference to the ring has another version: expected="
              + VERSION
              + ", actual="
              + file.getInt(8));
    }
    file.position(TEXTS);
    return Optional.of(
        new RingReference(
            RingHeader.id(file, 16),
            RingHeader.id(file, 32),
            file.getInt(12) == 1,
            text(file),
            text(file)));
  }

  private static String text(ByteBuffer file) {
    byte[] bytes = new byte[file.getInt()];
    file.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] encode() {
    byte[] file = path.getBytes(StandardCharsets.UTF_8);
    byte[] key = directoryKey.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[TEXTS + 8 + file.length + key.length];
    ByteBuffer target = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    target.putInt(0, MAGIC).putInt(8, VERSION).putInt(12, ready ? 1 : 0);
    RingHeader.putId(target, 16, ringId);
    RingHeader.putId(target, 32, bootId);
    target.position(TEXTS);
    target.putInt(file.length).put(file).putInt(key.length).put(key);
    target.putInt(4, Crc32c.of(bytes, 8, bytes.length - 8));
    return bytes;
  }

  /**
   * Writes the reference in place of any other. Its bytes are forced, so that a power cut does not
   * leave a torn one; its name is not, for a ring does not survive a power cut anyway.
   */
  void write(JournalDirectory directory) throws IOException {
    Path temporary = directory.resolve(TEMPORARY);
    try (FileChannel channel = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(encode());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  RingReference asReady() {
    return new RingReference(ringId, bootId, true, path, directoryKey);
  }

  /** The ring's file. */
  Path file(JournalDirectory directory) {
    return directory.path().resolve(path);
  }

  /** Whether the ring's file is in the journal's directory. */
  boolean isInside() {
    Path file = Path.of(path);
    return !file.isAbsolute() && file.getNameCount() == 1;
  }

  /** Whether the directory is the one that the reference was written in. */
  boolean isOf(JournalDirectory directory) throws IOException {
    return directoryKey.equals(keyOf(directory));
  }

  static String keyOf(JournalDirectory directory) throws IOException {
    Object key = Files.readAttributes(directory.path(), BasicFileAttributes.class).fileKey();
    return key == null ? directory.path().toRealPath().toString() : key.toString();
  }

  static void remove(JournalDirectory directory) throws IOException {
    Files.deleteIfExists(directory.resolve(FILE));
    Files.deleteIfExists(directory.resolve(TEMPORARY));
  }
}

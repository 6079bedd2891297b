package io.semj.core.ring;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose ring a file is: the process that made it, and the journal's directory as it was then, with
 * all directories above it. In the page of the ring's header, behind the header itself, so that a
 * ring can be told from one that nobody will ever ask for again.
 *
 * <pre>
 *  0 u32 magic "SEMO"    4 u32 CRC32C of [8, length)   8 u32 version    12 u32 length of all this
 * 16 u64 process id     24 u32 length, then the view: which mounts and process ids it saw
 *    u32 length, then the directory's path; u32 how many keys, then each: u64 device, u64 inode;
 *    the directory's own first, then those of the directories above it, the root's last
 * </pre>
 *
 * @param pid of the process that made the ring
 * @param view what the process saw paths and process ids in: others see other ones
 * @param directory of the journal, its real path
 * @param keys of the directory and of all above it
 */
record RingOwner(long pid, String view, Path directory, List<DirectoryKey> keys) {
  /** Where in the ring's file it is. */
  static final int OFFSET = 128;

  private static final int MOST_BYTES = RingHeader.LENGTH - OFFSET;
  private static final int MAGIC = 0x4F4D4553;
  private static final int VERSION = 1;
  private static final int TEXTS = 24;
  private static final int KEY_LENGTH = 16;

  /**
   * What the file system knows a directory by.
   *
   * @param device of the file system
   * @param inode in it
   */
  record DirectoryKey(long device, long inode) {
    /** The key of what is at a path, where the file system has such keys. */
    static DirectoryKey of(Path path) throws IOException {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
      return new DirectoryKey(
          ((Number) found.get("dev")).longValue(), ((Number) found.get("ino")).longValue());
    }
  }

  /** This process as the owner of a ring for a journal; none where that cannot be told. */
  static Optional<RingOwner> of(Path directory) {
    try {
      Path real = directory.toRealPath();
      List<DirectoryKey> keys = new ArrayList<>();
      for (Path above = real; above != null; above = above.getParent()) {
        keys.add(DirectoryKey.of(above));
      }
      return Optional.of(new RingOwner(ProcessHandle.current().pid(), currentView(), real, keys));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty(); // nobody will take the ring for one that is left over
    }
  }

  /** The mounts and the process ids that this process sees, by the names of their namespaces. */
  static String currentView() throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"))
        + " "
        + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
  }

  /** The bytes; none when they would not fit. */
  Optional<ByteBuffer> encode() {
    byte[] seen = view.getBytes(StandardCharsets.UTF_8);
    byte[] path = directory.toString().getBytes(StandardCharsets.UTF_8);
    int length = TEXTS + 3 * Integer.BYTES + seen.length + path.length + keys.size() * KEY_LENGTH;
    if (length > MOST_BYTES) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length];
    ByteBuffer target = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    target.putInt(0, MAGIC).putInt(8, VERSION).putInt(12, length).putLong(16, pid);
    target.position(TEXTS).putInt(seen.length).put(seen).putInt(path.length).put(path);
    target.putInt(keys.size());
    keys.forEach(key -> target.putLong(key.device()).putLong(key.inode()));
    target.putInt(4, Crc32c.of(bytes, 8, length - 8));
    return Optional.of(target.flip());
  }

  /** Reads it from the first page of a ring's file; none when it is not there, or damaged. */
  static Optional<RingOwner> decode(byte[] page) {
    if (page.length < OFFSET + TEXTS) {
      return Optional.empty();
    }
    ByteBuffer source = ByteBuffer.wrap(page, OFFSET, page.length - OFFSET).slice();
    source.order(LITTLE_ENDIAN);
    int length = source.getInt(12);
    boolean whole =
        source.getInt(0) == MAGIC
            && source.getInt(8) == VERSION
            && length >= TEXTS + 3 * Integer.BYTES
            && length <= source.capacity()
            && source.getInt(4) == Crc32c.of(page, OFFSET + 8, length - 8);
    if (!whole) {
      return Optional.empty();
    }
    long pid = source.getLong(16);
    source.position(TEXTS);
    String view = text(source);
    Path directory = Path.of(text(source));
    List<DirectoryKey> keys = new ArrayList<>();
    for (int left = source.getInt(); left > 0; left--) {
      keys.add(new DirectoryKey(source.getLong(), source.getLong()));
    }
    return Optional.of(new RingOwner(pid, view, directory, keys));
  }

  private static String text(ByteBuffer source) {
    int length = source.getInt();
    if (length < 0 || length > source.remaining()) {
      throw new IllegalArgumentException("text does not fit the ring's owner: bytes=" + length);
    }
    byte[] bytes = new byte[length];
    source.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

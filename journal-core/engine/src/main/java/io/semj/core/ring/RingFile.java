package io.semj.core.ring;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.Uninterrupted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.agrona.BufferUtil;

/**
 * The ring's file while its journal is open. All of it is allocated by writing zeros before it is
 * mapped: there a full file system is an exception, where a store into a page that cannot be backed
 * would kill the JVM.
 *
 * <p>{@link #extend} by any thread, one at a time; everything else by who opens and closes the
 * journal.
 */
public final class RingFile {
  /** Where in the file the slots' memory begins. */
  public static final int SLOTS_POSITION = RingHeader.LENGTH;

  private static final int PAGE = 4_096;
  private static final String PREFIX = "semj-";
  private static final String SUFFIX = ".ring";
  private static final Set<OpenOption> OPTIONS = Set.of(CREATE_NEW, READ, WRITE);

  /** What is left of the file system to its other users. */
  private static final int SHARE = 2;

  private final JournalDirectory directory;
  private final Path path;
  private final FileChannel channel;
  private final List<MappedByteBuffer> maps = new ArrayList<>();
  private MappedByteBuffer head;
  private long end;

  private RingFile(JournalDirectory directory, Path path, FileChannel channel) {
    this.directory = directory;
    this.path = path;
    this.channel = channel;
  }

  /**
   * A piece of the file.
   *
   * @param memory of it
   * @param position of its first byte in the file
   */
  public record Extent(ByteBuffer memory, long position) {}

  /**
   * What the ring is for.
   *
   * @param journalId of the journal
   * @param sizes of its slots
   * @param firstSequence of the first event
   */
  public record Shape(UUID journalId, SlotSizes sizes, long firstSequence) {
    long bytes() {
      return SLOTS_POSITION + sizes.bytes();
    }
  }

  /**
   * Makes the file, and the reference to it.
   *
   * @param directory of the journal, locked by the caller, without a reference to another ring
   * @param parent the directory to make the file in
   * @param shape of the ring
   * @return the file
   * @throws IOException when there is no room or something else keeps it from being made; nothing
   *     is left of it then
   */
  public static RingFile create(JournalDirectory directory, Path parent, Shape shape)
      throws IOException {
    UUID bootId =
        BootId.current()
            .orElseThrow(
                () -> new IOException("the operating system does not tell when it was started"));
    UUID ringId = UUID.randomUUID();
    String name = PREFIX + ringId + SUFFIX;
    boolean inside = Files.isSameFile(parent, directory.path());
    Path path = inside ? directory.resolve(name) : parent.toRealPath().resolve(name);
    RingReference reference =
        new RingReference(
            ringId, bootId, false, inside ? name : path.toString(), RingReference.keyOf(directory));
    reference.write(directory);
    RingFile file = null;
    try {
      file = new RingFile(directory, path, FileChannel.open(path, OPTIONS, attributes(parent)));
      file.fill(
          new RingHeader(
              ringId,
              shape.journalId(),
              bootId,
              shape.sizes().capacity(),
              shape.sizes().stride(),
              shape.firstSequence(),
              (int) ProcessHandle.current().pid()),
          shape);
      reference.asReady().write(directory);
      return file;
    } catch (IOException | RuntimeException | Error e) {
      if (file != null) {
        file.unmap();
        file.close();
      }
      Files.deleteIfExists(path);
      RingReference.remove(directory);
      throw e;
    }
  }

  private static FileAttribute<?>[] attributes(Path parent) {
    return parent.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private void fill(RingHeader header, Shape shape) throws IOException {
    extendTo(channel, shape.bytes());
    write(header.encode(), 0);
    Optional<ByteBuffer> owner = RingOwner.of(directory.path()).flatMap(RingOwner::encode);
    if (owner.isPresent()) {
      write(owner.get(), RingOwner.OFFSET);
    }
    MappedByteBuffer slots =
        channel.map(FileChannel.MapMode.READ_WRITE, SLOTS_POSITION, shape.sizes().bytes());
    maps.add(slots);
    touch(slots);
    head = channel.map(FileChannel.MapMode.READ_WRITE, 0, RingHeader.LENGTH);
    maps.add(head);
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  /** So that no emission pays for the first touch of a page. */
  private static void touch(MappedByteBuffer map) {
    for (int at = 0; at < map.capacity(); at += PAGE) {
      map.put(at, (byte) 0);
    }
  }

  private void extendTo(FileChannel file, long newEnd) throws IOException {
    FileStore store = Files.getFileStore(path);
    long needed = newEnd - end;
    if (store.getUsableSpace() / SHARE < needed) {
      throw new IOException(
          "No space left for a ring that leaves half of it to others: needed="
              + needed
              + ", usable="
              + store.getUsableSpace());
    }
    ByteBuffer zeros = ByteBuffer.allocateDirect(64 << 10);
    for (long at = end; at < newEnd; at += zeros.limit()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), newEnd - at));
      while (zeros.hasRemaining()) {
        file.write(zeros, at + zeros.position());
      }
    }
    end = newEnd;
  }

  /**
   * The slots' memory.
   *
   * @return all of it, aligned to a page
   */
  public ByteBuffer slots() {
    return maps.get(0);
  }

  /**
   * Makes the file longer.
   *
   * @param bytes by how many, a multiple of the page size
   * @return the new piece
   * @throws IOException when there is no room; the file is as it was
   */
  public Extent extend(int bytes) throws IOException {
    return Uninterrupted.run(() -> extendBy(bytes));
  }

  /** Through a channel of its own: an interrupt of the emitting thread closes the one in use. */
  private Extent extendBy(int bytes) throws IOException {
    long position = end;
    try (FileChannel own = FileChannel.open(path, READ, WRITE)) {
      try {
        extendTo(own, position + bytes);
        MappedByteBuffer map = own.map(FileChannel.MapMode.READ_WRITE, position, bytes);
        maps.add(map);
        touch(map);
        return new Extent(map, position);
      } catch (IOException e) {
        end = position;
        if (own.isOpen()) {
          own.truncate(position);
        }
        throw e;
      }
    }
  }

  /**
   * Notes in the file up to where no event waits in it any more. The writer thread, before {@link
   * #unmap}.
   *
   * @param sequence up to which every event was written or dropped
   */
  public void settled(long sequence) {
    RingProgress.note(head, sequence, System.currentTimeMillis());
  }

  /** Whether a file has the name of a ring. */
  static boolean isNamed(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  /**
   * Where the file is.
   *
   * @return its path
   */
  public Path path() {
    return path;
  }

  /**
   * Ends the mappings. No thread may touch the ring's memory from here on: that would end the JVM.
   */
  public void unmap() {
    maps.forEach(BufferUtil::free);
    maps.clear();
  }

  /**
   * Closes the file and leaves it to the next opening.
   *
   * @throws IOException when that failed
   */
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Closes and removes the file and the reference to it: all that was in it is in the segments.
   *
   * @throws IOException when that failed
   */
  public void remove() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
    RingReference.remove(directory);
  }
}

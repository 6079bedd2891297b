package io.semj.core.ring;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.core.ring.RingHeader.Unreadable;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.Quarantine;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The ring that a process left behind when it ended without closing its journal, seen from outside:
 * whose it is, and which events wait in it. Nothing is changed but by {@link #setAside} and {@link
 * #remove()}, and the file is never mapped. For a journal that no writer has open; the caller holds
 * the directory's lock where it changes something. One thread.
 */
public final class SurvivingRing {
  private final JournalDirectory directory;
  private final Path file;
  private final Standing standing;
  private final String reason;
  private final RingHeader header;

  /** What a ring is to the journal in whose directory the reference to it is. */
  public enum Standing {
    /** Its own, and can be read. */
    READABLE,

    /** It was being made: no event was emitted yet. */
    UNFINISHED,

    /**
     * The file is not there. After a restart of the operating system that is how it must be; else
     * somebody removed it, and the events in it.
     */
    GONE,

    /** Not this journal's, for example because its directory is a copy: not to be touched. */
    FOREIGN,

    /** It, or the reference to it, is damaged, of another version or of another journal. */
    UNREADABLE,

    /** From before a restart of the operating system, so any of its pages may be missing. */
    STALE
  }

  private SurvivingRing(
      JournalDirectory directory, Path file, Standing standing, String reason, RingHeader header) {
    this.directory = directory;
    this.file = file;
    this.standing = standing;
    this.reason = reason;
    this.header = header;
  }

  /**
   * Finds what a journal's directory says of a ring.
   *
   * @param directory of the journal
   * @return the ring; none when the journal was closed properly, or had its ring in private memory
   * @throws io.semj.error.StorageException when something cannot be read
   */
  public static Optional<SurvivingRing> find(JournalDirectory directory) {
    Path reference = directory.resolve(RingReference.FILE);
    try {
      return RingReference.read(directory).map(found -> look(directory, found));
    } catch (Unreadable e) {
      return Optional.of(
          new SurvivingRing(directory, reference, Standing.UNREADABLE, e.getMessage(), null));
    } catch (IOException e) {
      throw StorageErrors.translate(e, reference, "read reference to the ring");
    }
  }

  private static SurvivingRing look(JournalDirectory directory, RingReference reference) {
    Path file = reference.file(directory);
    try {
      if (!reference.isOf(directory) && !reference.isInside()) {
        return as(directory, file, Standing.FOREIGN, "the journal's directory is a copy");
      }
      if (!reference.ready()) {
        return as(directory, file, Standing.UNFINISHED, "the ring was being made");
      }
      boolean rebooted = !BootId.current().equals(Optional.of(reference.bootId()));
      if (!Files.exists(file, NOFOLLOW_LINKS)) {
        return rebooted
            ? as(directory, file, Standing.GONE, "")
            : as(directory, file, Standing.GONE, "the ring's file was removed");
      }
      String why = notOurs(directory, file);
      if (why != null) {
        return as(directory, file, Standing.FOREIGN, why);
      }
      if (rebooted) {
        return as(directory, file, Standing.STALE, "the operating system was restarted since");
      }
      return read(directory, reference, file);
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "read ring");
    }
  }

  /** Where others may write too, somebody else could have put a file in the ring's place. */
  private static String notOurs(JournalDirectory directory, Path file) throws IOException {
    if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      return "it is no regular file";
    }
    boolean posix = Files.getFileStore(file).supportsFileAttributeView("owner");
    Path reference = directory.resolve(RingReference.FILE);
    return posix && !Files.getOwner(file, NOFOLLOW_LINKS).equals(Files.getOwner(reference))
        ? "the file has another owner than the journal's reference to it"
        : null;
  }

  private static SurvivingRing read(JournalDirectory directory, RingReference reference, Path file)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      int length = (int) Math.min(RingHeader.LENGTH, channel.size());
      ByteBuffer page = ByteBuffer.wrap(new byte[length]);
      RingScan.readFully(channel, page, 0);
      RingHeader header = RingHeader.decode(page.array(), channel.size());
      if (!header.ringId().equals(reference.ringId())) {
        return as(
            directory,
            file,
            Standing.FOREIGN,
            "the file holds another ring: expected="
                + reference.ringId()
                + ", actual="
                + header.ringId());
      }
      checkJournal(directory, header);
      return new SurvivingRing(directory, file, Standing.READABLE, "", header);
    } catch (Unreadable e) {
      return as(directory, file, Standing.UNREADABLE, e.getMessage());
    }
  }

  private static void checkJournal(JournalDirectory directory, RingHeader header)
      throws Unreadable {
    Optional<UUID> journalId =
        directory.segments().stream()
            .filter(segment -> !SegmentHead.isBlank(segment))
            .findFirst()
            .map(segment -> SegmentHead.read(segment).identity().journalId());
    if (!journalId.equals(Optional.of(header.journalId()))) {
      throw new Unreadable(
          "ring belongs to another journal: expected="
              + journalId.map(UUID::toString).orElse("none")
              + ", actual="
              + header.journalId());
    }
  }

  private static SurvivingRing as(
      JournalDirectory directory, Path file, Standing standing, String reason) {
    return new SurvivingRing(directory, file, standing, reason, null);
  }

  /**
   * What the ring is to the journal.
   *
   * @return only a readable one can be asked for its events
   */
  public Standing standing() {
    return standing;
  }

  /**
   * Why it is not readable.
   *
   * @return in words; empty when it is, or when there is nothing to tell
   */
  public String reason() {
    return reason;
  }

  /**
   * The ring's file.
   *
   * @return its path, or the reference's when that is damaged
   */
  public Path file() {
    return file;
  }

  /**
   * The events that wait in a readable ring. Reads all of it.
   *
   * @param sequence the last one that the journal's segments hold
   * @return the events behind it
   * @throws IllegalStateException when the ring is not readable
   * @throws io.semj.error.StorageException when the file cannot be read
   */
  public RingEvents waitingBehind(long sequence) {
    if (standing != Standing.READABLE) {
      throw new IllegalStateException("ring is not readable: file=" + file + ", is=" + standing);
    }
    try (FileChannel channel = FileChannel.open(file, READ)) {
      return RingScan.scan(channel, header, sequence);
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "read ring");
    }
  }

  /**
   * What all events of a readable ring have in common.
   *
   * @return what is needed to make a record from its short form
   */
  public RingOrigin origin() {
    return header.origin();
  }

  /**
   * Opens the file of a readable ring, for reading records at the positions of its slots.
   *
   * @return a channel for the caller to close
   * @throws IOException when it cannot be opened
   */
  public FileChannel open() throws IOException {
    return FileChannel.open(file, READ);
  }

  /**
   * Copies the ring, and what refers to it, to the journal's quarantine, then removes them. Cut
   * short at any point, it can be done again. A foreign ring stays where it is.
   *
   * @param why it is set aside, for the quarantine's manifest
   * @return the ring's copy, or that of the reference when there is no ring to move
   * @throws io.semj.error.StorageException when that cannot be done; the ring is still there then
   */
  public Path setAside(String why) {
    Path reference = directory.resolve(RingReference.FILE);
    try {
      boolean movesRing = standing != Standing.FOREIGN && !file.equals(reference);
      Path ring = movesRing ? copy(file, why) : null;
      Path copy = copy(reference, why);
      new Quarantine(directory).syncNames();
      if (movesRing) {
        Files.deleteIfExists(file);
      }
      RingReference.remove(directory);
      return ring == null ? copy : ring;
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "set ring aside");
    }
  }

  private Path copy(Path source, String why) throws IOException {
    if (!Files.exists(source, NOFOLLOW_LINKS)) {
      return null;
    }
    Path target = new Quarantine(directory).enter(source, new Quarantine.Why(why, 0, 0));
    try (FileChannel from = FileChannel.open(source, READ, NOFOLLOW_LINKS);
        FileChannel to = FileChannel.open(target, CREATE_NEW, WRITE)) {
      long size = from.size();
      for (long at = 0; at < size; ) {
        at += from.transferTo(at, size - at, to);
      }
      to.force(true);
    }
    return target;
  }

  /**
   * Removes the ring, all of whose events the journal has durably, and what refers to it. A foreign
   * ring stays where it is.
   *
   * @throws io.semj.error.StorageException when that cannot be done
   */
  public void remove() {
    try {
      if (standing != Standing.FOREIGN && standing != Standing.UNREADABLE) {
        Files.deleteIfExists(file);
      }
      RingReference.remove(directory);
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "remove ring");
    }
  }
}

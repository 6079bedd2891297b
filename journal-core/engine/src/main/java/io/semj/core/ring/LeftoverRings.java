package io.semj.core.ring;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Removes rings that nobody will ask for again: their process has ended and the directory of their
 * journal was deleted. Without this they would stay in memory until the machine restarts.
 *
 * <p>A ring is removed if and only if (1) it is a regular file of this user with a sound header and
 * owner, (2) made in this run of the operating system, by a process that saw the same mounts and
 * process ids, (3) of which there is none any more with its id, (4) the journal's directory {@link
 * GoneDirectory is gone}, and (5) all events in it were written, or nothing happened to it for
 * {@link #PATIENCE}: a directory that was moved far away looks deleted.
 */
public final class LeftoverRings {
  /** How long a ring is kept in which events wait. */
  static final Duration PATIENCE = Duration.ofDays(7);

  /** So that an opening takes no longer where others have put many files. */
  private static final int MOST_ENTRIES = 1_000;

  private static final System.Logger LOG = System.getLogger(LeftoverRings.class.getName());

  private LeftoverRings() {}

  /**
   * Removes what is left over beside a ring. Never fails: what cannot be looked at stays.
   *
   * @param own the ring of an open journal
   */
  public static void removeBeside(Path own) {
    int entries = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(own.getParent())) {
      for (Path file : files) {
        entries++;
        if (entries > MOST_ENTRIES) {
          return;
        }
        if (RingFile.isNamed(file) && !file.equals(own) && isLeftOver(file, own)) {
          Files.deleteIfExists(file);
          LOG.log(System.Logger.Level.DEBUG, "removed ring of a deleted journal: file={0}", file);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "left rings are not looked at: directory=" + own, e);
    }
  }

  private static boolean isLeftOver(Path file, Path own) {
    try {
      if (!Files.isRegularFile(file, NOFOLLOW_LINKS)
          || !Files.getOwner(file, NOFOLLOW_LINKS).equals(Files.getOwner(own, NOFOLLOW_LINKS))) {
        return false;
      }
      try (FileChannel channel = FileChannel.open(file, READ, NOFOLLOW_LINKS)) {
        return isLeftOver(file, channel);
      }
    } catch (IOException | RuntimeException | RingHeader.Unreadable e) {
      return false;
    }
  }

  private static boolean isLeftOver(Path file, FileChannel channel)
      throws IOException, RingHeader.Unreadable {
    byte[] page = new byte[RingHeader.LENGTH];
    RingScan.readFully(channel, ByteBuffer.wrap(page), 0);
    RingHeader header = RingHeader.decode(page, channel.size());
    Optional<RingOwner> owner = RingOwner.decode(page);
    return owner.isPresent()
        && BootId.current().equals(Optional.of(header.bootId()))
        && owner.get().view().equals(RingOwner.currentView())
        && ProcessHandle.of(owner.get().pid()).isEmpty()
        && GoneDirectory.isGone(owner.get())
        && (!hasWaiting(channel, header, page) || isOld(file, page));
  }

  private static boolean hasWaiting(FileChannel channel, RingHeader header, byte[] page)
      throws IOException {
    long settled = Math.max(RingProgress.settled(page), header.firstSequence() - 1);
    RingEvents waiting = RingScan.scan(channel, header, settled);
    return !waiting.isEmpty() || waiting.damaged() > 0;
  }

  private static boolean isOld(Path file, byte[] page) throws IOException {
    long last =
        Math.max(
            Files.getLastModifiedTime(file, NOFOLLOW_LINKS).toMillis(),
            RingProgress.settledMillis(page));
    return System.currentTimeMillis() - last > PATIENCE.toMillis();
  }
}

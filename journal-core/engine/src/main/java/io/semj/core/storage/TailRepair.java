package io.semj.core.storage;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.Quarantine.Why;
import io.semj.format.SegmentSeal;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Carries out what was decided about a segment's tail: copy aside, cut, force, then seal. */
public final class TailRepair {
  private static final int CHUNK = 1 << 20;

  private TailRepair() {}

  /**
   * Sets the torn bytes aside, cuts them off and seals the segment. Cut short at any point, it can
   * be done again.
   *
   * @param directory of the journal
   * @param head of the segment
   * @param from where the scan began: what is before is known to be on the device
   * @param facts of the scan
   * @param nowNanos since 1970
   * @return the file that holds the torn bytes, or null when there were none
   */
  public static Path mend(
      JournalDirectory directory,
      SegmentHead head,
      JournalPosition from,
      TailFacts facts,
      long nowNanos) {
    Path file = head.file().path();
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      Path aside = null;
      if (facts.tornBytes() > 0) {
        aside = copyAside(directory, head, facts, channel);
      }
      long end = facts.end().endPosition();
      channel.truncate(end);
      rewrite(channel, from.endPosition(), end);
      // The next opening takes a seal at its word: nothing unforced may be under it.
      channel.force(true);
      SegmentSeal seal = facts.end().seal(nowNanos);
      SegmentAppender.seal(channel, head.header(), seal);
      channel.force(true);
      return aside;
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "mend tail");
    }
  }

  /**
   * Writes the tail's bytes over themselves. After a force that failed in an earlier life, the
   * operating system may hold pages that it takes for written and that are not on the device.
   */
  static void rewrite(FileChannel channel, long from, long end) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(0, end - from)));
    for (long at = from; at < end; at += bytes.limit()) {
      bytes.clear().limit((int) Math.min(bytes.capacity(), end - at));
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, at + bytes.position()) < 0) {
          throw new EOFException("file ends at " + channel.size() + ", expected " + end);
        }
      }
      BlockFile.writeFully(channel, bytes.flip(), at);
    }
  }

  private static Path copyAside(
      JournalDirectory directory, SegmentHead head, TailFacts facts, FileChannel from)
      throws IOException {
    return new Quarantine(directory)
        .copy(
            from,
            head.file().name(),
            facts.end().endPosition(),
            facts.lastUsedByte(),
            new Why("torn tail, nothing of it acknowledged", facts.end().sequence() + 1, 0));
  }

  /**
   * Moves a whole segment into the quarantine.
   *
   * @param directory of the journal
   * @param file the segment
   * @return where it is now
   */
  public static Path setAside(JournalDirectory directory, SegmentFile file) {
    try {
      Why why = new Why("behind a torn tail, nothing of it acknowledged", file.firstSequence(), 0);
      return new Quarantine(directory).move(file.path(), why);
    } catch (IOException e) {
      throw StorageErrors.translate(e, file.path(), "set aside");
    }
  }
}

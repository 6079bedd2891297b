package io.semj.recovery.facts;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.error.CompatibilityException;
import io.semj.error.LegacyFormatException;
import io.semj.error.StorageException;
import io.semj.format.SegmentDescriptor;
import io.semj.format.SegmentHeaderCodec;
import io.semj.format.SegmentIdentity;
import io.semj.recovery.work.Interruption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A segment's head as it is, sound or not.
 *
 * @param file the segment
 * @param verdict on its head
 * @param head all of it, when the verdict is {@link HeadVerdict#GOOD}
 * @param identity what the segment is, when that is known
 */
public record ObservedHead(
    SegmentFile file,
    HeadVerdict verdict,
    Optional<SegmentHead> head,
    Optional<SegmentIdentity> identity) {
  /**
   * Looks at the head of a segment. Changes nothing, and never throws for what is in the file; an
   * interrupt ends it.
   *
   * @param file the segment
   * @return what is there
   */
  public static ObservedHead look(SegmentFile file) {
    ByteBuffer bytes;
    try {
      bytes = read(file);
    } catch (IOException e) {
      Interruption.translate(e);
      return of(file, HeadVerdict.UNREADABLE, Optional.empty());
    }
    if (isZero(bytes)) {
      return of(file, HeadVerdict.BLANK, Optional.empty());
    }
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    try {
      SegmentHead head = SegmentHead.read(file);
      return new ObservedHead(
          file, HeadVerdict.GOOD, Optional.of(head), Optional.of(head.identity()));
    } catch (LegacyFormatException e) {
      return of(file, HeadVerdict.INCOMPATIBLE, Optional.empty());
    } catch (StorageException | CompatibilityException e) {
      if (e instanceof CompatibilityException
          && SegmentHeaderCodec.isUndamaged(buffer, 0, bytes.limit())) {
        return of(file, HeadVerdict.INCOMPATIBLE, Optional.empty());
      }
      Optional<SegmentIdentity> identity =
          SegmentHeaderCodec.findIdentity(buffer, 0, bytes.limit());
      return of(file, identity.isPresent() ? HeadVerdict.BAD_SEAL : HeadVerdict.DAMAGED, identity);
    }
  }

  private static ObservedHead of(
      SegmentFile file, HeadVerdict verdict, Optional<SegmentIdentity> identity) {
    return new ObservedHead(file, verdict, Optional.empty(), identity);
  }

  private static ByteBuffer read(SegmentFile file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SegmentDescriptor.LENGTH);
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes, bytes.position());
      }
    }
    return bytes.flip();
  }

  private static boolean isZero(ByteBuffer bytes) {
    for (int i = 0; i < bytes.limit(); i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the segment is sealed, and the seal is sound.
   *
   * @return false when it is not known
   */
  public boolean isSealed() {
    return head.flatMap(SegmentHead::seal).isPresent();
  }
}

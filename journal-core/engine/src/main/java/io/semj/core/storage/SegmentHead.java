package io.semj.core.storage;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.error.JournalException;
import io.semj.format.SegmentDescriptor;
import io.semj.format.SegmentHeader;
import io.semj.format.SegmentHeaderCodec;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentReanchorCodec;
import io.semj.format.SegmentSeal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a segment says of itself.
 *
 * @param file the segment
 * @param header its header
 * @param seal its seal, when it was closed properly
 * @param reanchor what the segment behind it continues from, when it was rewritten
 */
public record SegmentHead(
    SegmentFile file,
    SegmentHeader header,
    Optional<SegmentSeal> seal,
    Optional<SegmentReanchor> reanchor) {
  /**
   * Reads and checks the head of a segment.
   *
   * @param file the segment
   * @return its head
   * @throws io.semj.error.CompatibilityException when it is no segment that this version reads
   * @throws io.semj.error.StorageException when it is damaged or cannot be read
   */
  public static SegmentHead read(SegmentFile file) {
    try {
      ByteBuffer bytes = readBytes(file);
      while (true) {
        try {
          return decode(file, bytes);
        } catch (JournalException e) {
          // A writer may have been sealing it: what is damaged reads the same again.
          ByteBuffer again = readBytes(file);
          if (again.equals(bytes)) {
            throw e;
          }
          bytes = again;
        }
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, file.path(), "read segment header");
    }
  }

  /**
   * Whether nothing was ever written to the segment's head: its creation did not survive a power
   * cut.
   *
   * @param file the segment
   * @return whether the head is missing or all zero
   */
  public static boolean isBlank(SegmentFile file) {
    try {
      ByteBuffer bytes = readBytes(file);
      while (bytes.hasRemaining()) {
        if (bytes.get() != 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw StorageErrors.translate(e, file.path(), "read segment header");
    }
  }

  private static SegmentHead decode(SegmentFile file, ByteBuffer bytes) {
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    String name = file.path().toString();
    SegmentHeader header = SegmentHeaderCodec.decode(buffer, 0, bytes.limit(), name);
    return new SegmentHead(
        file,
        header,
        SegmentHeaderCodec.decodeSeal(buffer, 0, bytes.limit(), name),
        SegmentReanchorCodec.decode(buffer, 0, bytes.limit(), name));
  }

  private static ByteBuffer readBytes(SegmentFile file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SegmentDescriptor.LENGTH);
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes, bytes.position());
      }
    }
    return bytes.flip();
  }

  /** Whether two heads were read from the same file, sealed in between or not. */
  boolean isSameFile(SegmentHead other) {
    return identity().equals(other.identity()) && reanchor.equals(other.reanchor);
  }

  /**
   * What the next segment continues from: the segment's end, or where it was rewritten the end it
   * had before. End position and totals are those of the file as it is.
   *
   * @return the place, or none while the segment is not sealed
   */
  public Optional<JournalPosition> continuation() {
    return seal.map(closed -> JournalPosition.endOf(identity(), closed))
        .map(end -> reanchor.map(end::continuedAs).orElse(end));
  }

  /**
   * The segment's place in its journal.
   *
   * @return the identity
   */
  public SegmentIdentity identity() {
    return header.identity();
  }
}

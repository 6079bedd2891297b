package io.semj.kernel;

import static io.semj.format.RecordDescriptor.KERNEL_HEADER_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.ChecksumMismatchException;
import io.semj.error.ForeignFileException;
import io.semj.error.JournalException;
import io.semj.error.LegacyFormatException;
import io.semj.error.MalformedKernelEventException;
import io.semj.error.UnsupportedFeatureException;
import io.semj.error.VersionMismatchException;
import io.semj.event.KernelEventCodec;
import io.semj.event.KernelEventDecoder;
import io.semj.format.KernelJournalHeader;
import io.semj.format.RecordDescriptor;
import io.semj.format.SegmentDescriptor;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * Looks at the beginning of a kernel journal: is there a header, or do the events begin at once, as
 * they do where somebody has written events only? A header is what has its magic number, unless a
 * sound event happens to have it in its id.
 */
final class HeaderReader {
  private static final int MARKER_OFFSET = SegmentDescriptor.USERSPACE_MARKER_OFFSET;

  private final Path path;

  HeaderReader(Path path) {
    this.path = path;
  }

  /**
   * What a journal begins with.
   *
   * @param header if it has one
   * @param length of that, 0 if it has none
   */
  record Found(Optional<KernelJournalHeader> header, int length) {}

  /** What is found, or none when more has to be there to tell. */
  Optional<Found> find(DirectBuffer bytes, int at, int there, boolean complete) {
    if (there < Integer.BYTES) {
      return complete ? events() : Optional.empty();
    }
    if (!KernelJournalHeader.beginsAt(bytes, at, there)) {
      return withoutHeader(bytes, at, there, complete);
    }
    if (there < KernelJournalHeader.LENGTH) {
      return whenComplete(complete, bytes, at, there);
    }
    try {
      return header(KernelJournalHeader.decode(bytes, at, there, path.toString()));
    } catch (ChecksumMismatchException | VersionMismatchException e) {
      return damaged(bytes, at, there, e);
    }
  }

  private static Optional<Found> header(KernelJournalHeader header) {
    return Optional.of(new Found(Optional.of(header), KernelJournalHeader.LENGTH));
  }

  private static Optional<Found> events() {
    return Optional.of(new Found(Optional.empty(), 0));
  }

  private Optional<Found> whenComplete(boolean complete, DirectBuffer bytes, int at, int there) {
    return complete
        ? header(KernelJournalHeader.decode(bytes, at, there, path.toString()))
        : Optional.empty();
  }

  /**
   * Events, sound or not, but not any file: of that somebody should hear that it is none of ours.
   */
  private Optional<Found> withoutHeader(DirectBuffer bytes, int at, int there, boolean complete) {
    if (there < KERNEL_HEADER_LENGTH && !complete) {
      return Optional.empty();
    }
    int magic = bytes.getInt(at, LITTLE_ENDIAN);
    if (magic == SegmentDescriptor.LEGACY_MAGIC) {
      throw new LegacyFormatException(path.toString());
    }
    if (there < KERNEL_HEADER_LENGTH || looksLikeAnEvent(bytes, at)) {
      return events();
    }
    throw new ForeignFileException(path.toString(), SegmentDescriptor.MAGIC, magic);
  }

  private static boolean looksLikeAnEvent(DirectBuffer bytes, int at) {
    long stated =
        Integer.toUnsignedLong(
            bytes.getInt(at + RecordDescriptor.EVENT_SIZE_OFFSET, LITTLE_ENDIAN));
    return KernelEventCodec.plausibleSize(bytes, at) >= 0
        || stated == KernelEventCodec.sumOfParts(bytes, at)
        || bytes.getInt(at + RecordDescriptor.EVENT_VERSION_OFFSET, LITTLE_ENDIAN)
            == RecordDescriptor.EVENT_VERSION;
  }

  private Optional<Found> damaged(DirectBuffer bytes, int at, int there, JournalException reason) {
    if (there >= KERNEL_HEADER_LENGTH && isSoundEvent(bytes, at, there)) {
      return events();
    }
    int marker = SegmentDescriptor.USERSPACE_MARKER;
    if (there >= MARKER_OFFSET + Integer.BYTES
        && bytes.getInt(at + MARKER_OFFSET, LITTLE_ENDIAN) == marker) {
      throw new UnsupportedFeatureException(
          "file is a segment of a userspace journal, not a kernel journal: file=" + path);
    }
    throw reason;
  }

  private static boolean isSoundEvent(DirectBuffer bytes, int at, int there) {
    int size = KernelEventCodec.plausibleSize(bytes, at);
    if (size < 0 || size > there) {
      return false;
    }
    try {
      new KernelEventDecoder().decode(bytes, at, there);
      return true;
    } catch (MalformedKernelEventException e) {
      return false;
    }
  }
}

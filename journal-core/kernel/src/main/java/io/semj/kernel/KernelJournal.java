package io.semj.kernel;

import static io.semj.format.RecordDescriptor.KERNEL_HEADER_LENGTH;
import static io.semj.format.RecordDescriptor.KERNEL_MAX_EVENT_LENGTH;

import io.semj.error.ChecksumMismatchException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.MalformedKernelEventException;
import io.semj.error.MalformedKernelEventException.Reason;
import io.semj.event.KernelEventCodec;
import io.semj.event.KernelEventDecoder;
import io.semj.format.KernelJournalHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the events of a kernel's journal in their order: of a file, of the file that a mounted
 * VexFS shows at its mount point, or of a character device. The journal may grow while it is read;
 * an event of which only a part is there yet is waited for.
 *
 * <p>A malformed event is refused with its position and the reason, and the reader stays where it
 * is. Asked to go on, by {@link #skip} or from the start by {@link #skippingBad}, it passes over
 * exactly that event. In a file it is read once more before it is refused, as the kernel may be
 * writing it.
 *
 * <p>Closed by {@link #close}; everything else belongs to one thread.
 */
public final class KernelJournal implements AutoCloseable {
  /** The name of the journal at the mount point of a VexFS. */
  public static final String FILE_AT_MOUNT_POINT = ".vexfs_semantic_journal";

  /** A malformed event, what follows it, and a header more. */
  private static final int WINDOW = 2 * KERNEL_MAX_EVENT_LENGTH + KERNEL_HEADER_LENGTH;

  private static final int CAPACITY = 2 * WINDOW;

  private final Path path;
  private final KernelInput input;
  private final byte[] window = new byte[CAPACITY];
  private final UnsafeBuffer view = new UnsafeBuffer(window);
  private final Resync resync = new Resync();
  private final HeaderReader headers;
  private Optional<KernelJournalHeader> header = Optional.empty();
  private Consumer<BadKernelEvent> badEvents;
  private boolean headerRead;
  private boolean untilEnd;
  private MalformedKernelEventException bad;
  private long base;
  private int at;
  private int limit;

  /** Where the sound event that is known to be at {@code at} was decoded to. */
  private long lastPosition;

  /** Reads from an input of its own, which {@link #close} closes. */
  KernelJournal(Path path, KernelInput input) {
    this.path = path;
    this.input = input;
    this.headers = new HeaderReader(path);
  }

  /**
   * Opens a kernel journal.
   *
   * @param source a file, the mount point of a VexFS, or a device; a pipe serves as well. Opening a
   *     device or a pipe does not wait, whatever it does itself.
   * @return the journal, to be closed
   * @throws JournalNotFoundException when there is nothing at this path, or the mount point has no
   *     journal
   * @throws io.semj.error.StorageException when it cannot be opened
   */
  public static KernelJournal open(Path source) {
    Path path = resolve(source);
    return new KernelJournal(
        path, Files.isRegularFile(path) ? new FileInput(path) : new StreamInput(path));
  }

  /**
   * The journal that is meant by a path.
   *
   * @param source a file, a mount point or a device
   * @return the journal's own path
   * @throws JournalNotFoundException when there is none
   */
  static Path resolve(Path source) {
    Path path = Files.isDirectory(source) ? source.resolve(FILE_AT_MOUNT_POINT) : source;
    if (Files.notExists(path)) {
      throw new JournalNotFoundException("no kernel journal: path=" + path);
    }
    return path;
  }

  /**
   * Passes over malformed events from now on.
   *
   * @param listener is told of each of them
   * @return this
   */
  public KernelJournal skippingBad(Consumer<BadKernelEvent> listener) {
    badEvents = listener;
    return this;
  }

  /**
   * Takes the end that there is now for the end of the journal: a part of an event there is
   * malformed, and not waited for.
   *
   * @return this
   */
  public KernelJournal untilEnd() {
    untilEnd = true;
    return this;
  }

  /**
   * Goes to a place, of a file only.
   *
   * @param position where an event begins
   * @throws IllegalStateException when this is a stream
   */
  public void seek(long position) {
    if (!input.isFile()) {
      throw new IllegalStateException("a stream has no positions: path=" + path);
    }
    requireHeader();
    forget(position);
  }

  /** Reads bytes elsewhere in a file; returns how many there were. */
  int peek(long position, byte[] into) {
    return input.read(position, into, 0, into.length);
  }

  private void forget(long position) {
    base = position;
    at = 0;
    limit = 0;
    bad = null;
  }

  /**
   * Decodes the next event.
   *
   * @param decoder takes it, with the kernel's clock
   * @return whether there was one; if not, there may be one later
   * @throws MalformedKernelEventException when what is there is none; the same again until {@link
   *     #skip} is called
   * @throws io.semj.error.JournalException when this is no kernel journal, or cannot be read
   */
  public boolean next(KernelEventDecoder decoder) {
    return next(decoder, (bytes, offset, length, end) -> decoder.decode(bytes, offset, length));
  }

  /**
   * Decodes the next event for an import: see {@link KernelEventDecoder#decodeImported}.
   *
   * @param decoder takes it
   * @param clockOffset between the kernel's clock and the one wanted, in nanoseconds
   * @return as {@link #next(KernelEventDecoder)}
   */
  public boolean nextImported(KernelEventDecoder decoder, long clockOffset) {
    return next(
        decoder,
        (bytes, offset, length, end) ->
            decoder.decodeImported(bytes, offset, length, clockOffset, input.isFile() ? end : 0));
  }

  @FunctionalInterface
  private interface Decoding {
    KernelEventDecoder decode(UnsafeBuffer bytes, int offset, int length, long endPosition);
  }

  private boolean next(KernelEventDecoder decoder, Decoding decoding) {
    while (true) {
      int size = locate();
      if (size == 0) {
        return false;
      }
      if (size > 0 && decoded(decoding, size)) {
        lastPosition = position();
        at += decoder.kernelLength();
        return true;
      }
      if (bad == null) {
        return false;
      }
      if (badEvents == null) {
        throw bad;
      }
      Optional<BadKernelEvent> skipped = skip();
      if (skipped.isEmpty()) {
        return false;
      }
      badEvents.accept(skipped.get());
    }
  }

  /** The length of the event at the place, 0 when it is not all there yet, -1 when it is bad. */
  private int locate() {
    if (bad != null) {
      return -1;
    }
    if (!requireHeader()) {
      return 0;
    }
    int there = fill(KERNEL_HEADER_LENGTH);
    if (there == 0) {
      return 0;
    }
    if (isBlank(Math.min(there, KERNEL_HEADER_LENGTH)) && isSetAside()) {
      return 0;
    }
    there = fill(KERNEL_HEADER_LENGTH);
    if (there < KERNEL_HEADER_LENGTH) {
      return partial(KERNEL_HEADER_LENGTH, there);
    }
    int size = KernelEventCodec.plausibleSize(view, at);
    if (size < 0) {
      return refuse(there);
    }
    there = fill(size);
    return there < size ? partial(size, there) : size;
  }

  /**
   * Whether the zeros at the place are space that the kernel has set aside and not used yet. They
   * are not if something follows them: in a stream, whose bytes are final, or in a journal that has
   * ended.
   */
  private boolean isSetAside() {
    if (!input.isFile()) {
      return isZeroStream();
    }
    long from = position();
    boolean setAside = !untilEnd || isZeroToTheEnd();
    forget(from); // what was read ahead may be written meanwhile
    return setAside;
  }

  private boolean isZeroToTheEnd() {
    int there;
    do {
      there = fill(WINDOW);
      if (!isBlank(there)) {
        return false;
      }
      at = limit;
    } while (there > 0);
    return true;
  }

  /** More zeros than could stand in front of anything are not waited for: they would block all. */
  private boolean isZeroStream() {
    int there = fill(WINDOW);
    if (there >= WINDOW || !isBlank(there)) {
      return false;
    }
    if (untilEnd && input.isAtEnd(base + limit)) {
      at = limit;
    }
    return true;
  }

  private boolean isBlank(int length) {
    for (int i = at; i < at + length; i++) {
      if (window[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private int partial(int expected, int there) {
    boolean isFinal = untilEnd && input.isAtEnd(base + limit);
    if (!isFinal) {
      return 0;
    }
    bad =
        new MalformedKernelEventException(
                Reason.CUT_SHORT,
                expected == KERNEL_HEADER_LENGTH ? "header" : "event_size",
                there,
                expected,
                there)
            .in(path.toString(), position());
    return -1;
  }

  /** Says why the header at the place is none, unless it has changed meanwhile. */
  private int refuse(int there) {
    if (changed(there)) {
      return 0;
    }
    try {
      KernelEventCodec.eventSize(view, at, there);
      throw new IllegalStateException(
          "header is plausible and implausible: position=" + position());
    } catch (MalformedKernelEventException e) {
      bad = e.in(path.toString(), position());
      return -1;
    }
  }

  private boolean decoded(Decoding decoding, int size) {
    try {
      decoding.decode(view, at, size, position() + size);
      return true;
    } catch (MalformedKernelEventException e) {
      if (!changed(size)) {
        bad = e.in(path.toString(), position());
      }
      return false;
    }
  }

  /**
   * Whether the bytes at the place are others than before, in the file: somebody is writing them.
   * Then they are forgotten, to be looked at again the next time.
   */
  private boolean changed(int length) {
    if (untilEnd || !input.isFile()) {
      return false;
    }
    byte[] again = new byte[length];
    int read = input.read(position(), again, 0, length);
    boolean same = read == length && Arrays.equals(again, 0, length, window, at, at + length);
    if (!same) {
      forget(position());
    }
    return !same;
  }

  /** Reads the journal's header if that is still to be done; false when it is not there yet. */
  private boolean requireHeader() {
    if (headerRead) {
      return true;
    }
    int there = fill(WINDOW);
    boolean complete = untilEnd && input.isAtEnd(base + limit);
    Optional<HeaderReader.Found> found = findHeader(there, complete);
    if (found.isEmpty()) {
      return false;
    }
    header = found.get().header();
    at += found.get().length();
    headerRead = true;
    return true;
  }

  /** The kernel writes its header anew while it is running: a damaged one is read once more. */
  private Optional<HeaderReader.Found> findHeader(int there, boolean complete) {
    try {
      return headers.find(view, at, there, complete);
    } catch (ChecksumMismatchException e) {
      if (untilEnd || !input.isFile()) {
        throw e;
      }
      forget(0);
      return headers.find(view, at, fill(WINDOW), complete);
    }
  }

  /** Tries to have so many bytes from the place on; returns how many there are. */
  private int fill(int wanted) {
    int there = limit - at;
    if (there >= wanted) {
      return there;
    }
    if (at > CAPACITY - wanted) {
      System.arraycopy(window, at, window, 0, there);
      base += at;
      at = 0;
      limit = there;
    }
    limit += input.read(base + limit, window, limit, CAPACITY - limit);
    return limit - at;
  }

  /**
   * Passes over the malformed event that was met last.
   *
   * @return what was passed over, or none when more of the journal has to be there to tell where
   *     the next event begins
   * @throws IllegalStateException when no malformed event was met
   */
  public Optional<BadKernelEvent> skip() {
    if (bad == null) {
      throw new IllegalStateException("no malformed event to skip: position=" + position());
    }
    long from = bad.position();
    while (true) {
      int there = fill(WINDOW);
      boolean ended = untilEnd && input.isAtEnd(base + limit);
      int length =
          place() == from
              ? resync.skip(view, at, limit, ended)
              : resync.goOn(view, at, limit, ended);
      if (length != Resync.UNDECIDED) {
        at += length;
        BadKernelEvent skipped = new BadKernelEvent(from, place() - from, bad);
        bad = null;
        return Optional.of(skipped);
      }
      if (there < WINDOW) {
        forgetPassed(from);
        return Optional.empty();
      }
      at += there - KERNEL_MAX_EVENT_LENGTH; // no sound event begins before, or there
    }
  }

  /** A stream cannot be read again: there, the search goes on where it is. */
  private void forgetPassed(long from) {
    if (input.isFile()) {
      MalformedKernelEventException kept = bad;
      forget(from);
      bad = kept;
    }
  }

  /** What {@code at} is the place of; behind {@link #position} while a skip waits for more. */
  private long place() {
    return base + at;
  }

  /**
   * Where the reader is.
   *
   * @return the position behind the last event that was read or passed over
   */
  public long position() {
    return bad == null ? place() : bad.position();
  }

  /**
   * Where the last event that was read begins.
   *
   * @return its position
   */
  public long eventPosition() {
    return lastPosition;
  }

  /**
   * Whether all that is there now was read, and no more is on its way.
   *
   * @return false also before the first attempt to read
   */
  public boolean isAtEnd() {
    return headerRead && at == limit && input.isAtEnd(base + limit);
  }

  /**
   * Whether the source has positions, and can be read again.
   *
   * @return false for a device or a pipe
   */
  public boolean isFile() {
    return input.isFile();
  }

  /**
   * What the journal says of itself.
   *
   * @return none when it has no header, or that is not there yet
   */
  public Optional<KernelJournalHeader> header() {
    requireHeader();
    return header;
  }

  /**
   * The journal's own path.
   *
   * @return the file or the device
   */
  public Path path() {
    return path;
  }

  /** Releases the source; a thread that waits for a device ends. Any thread. */
  @Override
  public void close() {
    input.close();
  }
}

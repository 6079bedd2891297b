package io.semj.kernel;

import static io.semj.format.RecordDescriptor.CHECKSUM_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_ID_OFFSET;
import static io.semj.format.RecordDescriptor.TIMESTAMP_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.core.storage.StorageErrors;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalException;
import io.semj.format.KernelJournalHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a kernel journal file: a header, then events one after another. Going on in a file that
 * there is already, it expects to find behind its place nothing, or what it is about to write, for
 * it may have been interrupted; of that the timestamps may differ, as the clock was read anew.
 * Belongs to one thread.
 */
public final class KernelJournalWriter implements KernelSink {
  private final Path path;
  private final FileChannel channel;
  private ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(LITTLE_ENDIAN);
  private long length;
  private long events;
  private long nextEventId = 1;

  private KernelJournalWriter(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Begins a new file.
   *
   * @param path that nothing is at yet
   * @return the writer, to be closed
   * @throws io.semj.error.StorageException when there is something, or it cannot be made
   */
  public static KernelJournalWriter create(Path path) {
    KernelJournalWriter writer = open(path, StandardOpenOption.CREATE_NEW);
    writer.begin(0);
    return writer;
  }

  /**
   * Goes on in a file, which is made if it is not there.
   *
   * @param path of the file
   * @param length up to where it is known to be ours, 0 for nothing yet
   * @param events that are known to be in it
   * @return the writer, to be closed
   */
  static KernelJournalWriter resume(Path path, long length, long events) {
    KernelJournalWriter writer = open(path, StandardOpenOption.CREATE);
    try {
      writer.goOn(length, events);
      return writer;
    } catch (RuntimeException | Error e) {
      writer.close();
      throw e;
    }
  }

  private static KernelJournalWriter open(Path path, StandardOpenOption creation) {
    try {
      return new KernelJournalWriter(
          path,
          FileChannel.open(path, creation, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "open export file");
    }
  }

  private void goOn(long knownLength, long knownEvents) {
    long size = size();
    if (size == 0 || knownLength == 0) {
      // New, moved away by whoever takes the events, or begun and not finished.
      begin(size);
    } else if (size < knownLength) {
      throw new ConsistencyException(
          "export file is shorter than what was exported to it: file="
              + path
              + ", expected="
              + knownLength
              + ", actual="
              + size);
    } else {
      length = knownLength;
      events = knownEvents;
      nextEventId = nextEventIdInFile();
    }
  }

  private long nextEventIdInFile() {
    ByteBuffer header = ByteBuffer.allocate(KernelJournalHeader.LENGTH);
    try {
      int read = channel.read(header, 0);
      return KernelJournalHeader.decode(new UnsafeBuffer(header), 0, read, path.toString())
          .nextEventId();
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "look at export file");
    } catch (JournalException e) {
      return nextEventId; // cut short by a crash; written anew with the next events
    }
  }

  private void begin(long size) {
    length = KernelJournalHeader.LENGTH;
    try {
      if (size == 0) {
        write(ByteBuffer.wrap(KernelJournalHeader.of(0, 1, length).encode()), 0);
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "write export file");
    }
  }

  private long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "look at export file");
    }
  }

  /**
   * Adds one event.
   *
   * @param event that holds its bytes
   * @param size how many
   * @throws ConsistencyException when other bytes stand there already
   */
  @Override
  public void append(DirectBuffer event, int size) {
    if (bytes.capacity() < size) {
      bytes = ByteBuffer.allocate(size).order(LITTLE_ENDIAN);
    }
    bytes.clear().limit(size);
    event.getBytes(0, bytes, 0, size);
    try {
      if (!isThere(event, size)) {
        write(bytes.position(0).limit(size), length);
      }
      length += size;
      events++;
      raiseNextEventId(event.getLong(EVENT_ID_OFFSET, LITTLE_ENDIAN));
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "write export file");
    }
  }

  /** Above all ids, which need not ascend; the largest of all has none above it. */
  private void raiseNextEventId(long id) {
    if (Long.compareUnsigned(id, nextEventId) >= 0) {
      nextEventId = id == -1 ? id : id + 1;
    }
  }

  private void write(ByteBuffer source, long position) throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      at += channel.write(source, at);
    }
  }

  /** Whether the event was written before; a part of it is written over. */
  private boolean isThere(DirectBuffer event, int size) throws IOException {
    long there = Math.min(size, channel.size() - length);
    if (there <= 0) {
      return false;
    }
    ByteBuffer found = ByteBuffer.allocate((int) there);
    while (found.hasRemaining() && channel.read(found, length + found.position()) > 0) {
      // until all is read
    }
    UnsafeBuffer before = new UnsafeBuffer(found);
    int mismatch = mismatch(before, event, found.position());
    if (mismatch >= 0 && isBlank(before, mismatch, found.position())) {
      return false; // the file's length survived a power cut, and its bytes did not
    }
    if (mismatch >= 0) {
      throw new ConsistencyException(
          "export file has bytes that were not exported to it: file="
              + path
              + ", position="
              + (length + mismatch));
    }
    return found.position() == size;
  }

  private static boolean isBlank(DirectBuffer found, int from, int to) {
    for (int i = from; i < to; i++) {
      if (found.getByte(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int mismatch(DirectBuffer found, DirectBuffer event, int count) {
    for (int i = 0; i < count; i++) {
      boolean followsTheClock =
          (i >= TIMESTAMP_OFFSET && i < TIMESTAMP_OFFSET + Long.BYTES)
              || (i >= CHECKSUM_OFFSET && i < CHECKSUM_OFFSET + Integer.BYTES);
      if (!followsTheClock && found.getByte(i) != event.getByte(i)) {
        return i;
      }
    }
    return -1;
  }

  /** Writes the header and forces all. */
  @Override
  public void force() {
    try {
      channel.force(true);
      byte[] header = KernelJournalHeader.of(events, nextEventId, length).encode();
      write(ByteBuffer.wrap(header), 0);
      channel.force(true);
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "force export file");
    }
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long events() {
    return events;
  }

  /** Releases the file. What was not forced may be lost, and the header may be older. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "close export file");
    }
  }
}

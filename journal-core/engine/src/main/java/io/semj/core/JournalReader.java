package io.semj.core;

import io.semj.core.read.BlockCursor;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.SegmentListing;
import io.semj.error.CorruptionException;
import io.semj.error.StorageException;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockDecoder;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockSequences;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import java.nio.file.Path;

/**
 * Reads the events of a journal in the order of their sequences, while a writer in this process or
 * another goes on writing, or none does. Every block's and every record's checksum is checked.
 *
 * <p>A reader sees what is written, which is not yet what is durable. It holds no lock, maps
 * nothing and keeps what it reads from readable even when retention deletes it. It never passes
 * over damage: who wants what is behind it opens another reader there. It belongs to one thread.
 */
public final class JournalReader implements AutoCloseable {
  private final SegmentListing directory;
  private final BlockCursor blocks;
  private final BlockDecoder decoder = new BlockDecoder();
  private final RecordScanner records = new RecordScanner();
  private final RecordFlyweight record = new RecordFlyweight();
  private final BlockSequences sequences = new BlockSequences();
  private boolean inBlock;
  private long next;
  private boolean ahead;
  private boolean closed;
  private CorruptionException broken;

  private JournalReader(SegmentListing directory, long fromSequence) {
    this.directory = directory;
    this.blocks = new BlockCursor(directory, fromSequence);
    this.next = fromSequence;
  }

  /**
   * Opens a reader on a journal's directory. The journal need not be open, and may be open in
   * another process.
   *
   * @param directory of the journal
   * @param fromSequence the first sequence to read; sequences begin at 1. When retention has
   *     removed it, reading begins at the first that is left.
   * @return the reader
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public static JournalReader open(Path directory, long fromSequence) {
    return new JournalReader(JournalDirectory.existing(directory), fromSequence);
  }

  /**
   * Opens a reader on segments that lie in several places.
   *
   * @param segments tells them
   * @param fromSequence the first sequence to read
   * @return the reader
   */
  public static JournalReader open(SegmentListing segments, long fromSequence) {
    return new JournalReader(segments, fromSequence);
  }

  /**
   * Whether there is an event to read. The reader goes to it, so that retention cannot take it away
   * any more.
   *
   * @return false when there is none yet
   * @throws CorruptionException when the next events are damaged
   * @throws io.semj.error.ConsistencyException when events are missing before the next ones
   */
  public boolean hasNext() {
    ahead = ahead || advance();
    return ahead;
  }

  /**
   * Reads one event.
   *
   * @return the event, or null when there is none yet
   * @throws CorruptionException when the next events are damaged
   * @throws io.semj.error.ConsistencyException when events are missing before the next ones
   */
  public SemanticEvent next() {
    return take() ? SemanticEvent.copyOf(record.buffer(), record.offset(), record.length()) : null;
  }

  /**
   * Hands events to a handler without copying them.
   *
   * @param handler takes each event
   * @param limit how many at most
   * @return how many there were, 0 when there are none yet
   * @throws CorruptionException when the next events are damaged
   * @throws io.semj.error.ConsistencyException when events are missing before the next ones
   */
  public int poll(RecordHandler handler, int limit) {
    int count = 0;
    while (count < limit && take()) {
      handler.onRecord(record);
      count++;
    }
    return count;
  }

  /**
   * The sequence of the next event, as far as that is known.
   *
   * @return the last event's sequence and 1, or what the reader was opened with
   */
  public long nextSequence() {
    return ahead ? next - 1 : next;
  }

  private boolean take() {
    boolean found = ahead || advance();
    ahead = false;
    return found;
  }

  private boolean advance() {
    if (closed) {
      throw new IllegalStateException("reader is closed: directory=" + directory.path());
    }
    if (broken != null) {
      throw broken;
    }
    while (true) {
      if (inBlock && nextRecord()) {
        long sequence = record.userspaceSequence();
        if (sequence >= next) {
          next = sequence + 1;
          return true;
        }
      } else {
        inBlock = false;
        if (!blocks.next()) {
          return false;
        }
        decode();
      }
    }
  }

  private void decode() {
    BlockFlyweight block = blocks.block();
    try {
      records.wrap(
          decoder.decode(blocks.bytes(), blocks.offset(), block.blockSize()),
          block.eventCount(),
          true);
      sequences.wrap(block);
      inBlock = true;
    } catch (StorageException e) {
      throw damaged(e);
    }
  }

  private boolean nextRecord() {
    try {
      if (!records.next()) {
        return false;
      }
    } catch (StorageException e) {
      throw damaged(e);
    }
    record.wrap(records.buffer(), records.offset());
    if (!sequences.accepts(records.index(), record.userspaceSequence())) {
      throw damaged(
          new CorruptionException(
              "record has another's sequence: expected="
                  + sequences.expected(records.index())
                  + ", actual="
                  + record.userspaceSequence()));
    }
    return true;
  }

  private CorruptionException damaged(StorageException cause) {
    CorruptionException damaged =
        new CorruptionException(
            cause.getMessage() + ", block checksum passed",
            blocks.file().path().toString(),
            blocks.position());
    damaged.initCause(cause);
    broken = damaged;
    return damaged;
  }

  /** Releases the files. Again: does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      ahead = false;
      decoder.close();
      blocks.close();
    }
  }
}

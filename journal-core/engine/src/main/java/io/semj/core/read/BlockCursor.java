package io.semj.core.read;

import io.semj.core.storage.BlockSearch;
import io.semj.core.storage.BlockSource;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.SegmentListing;
import io.semj.core.storage.StorageErrors;
import io.semj.core.storage.TornTail;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.ForeignFileException;
import io.semj.error.JournalException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.StorageException;
import io.semj.format.BlockDescriptor;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockValidator;
import io.semj.format.BlockVerdict;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentSeal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * Walks the blocks of a journal in order, over the borders of segments, up to what is written. A
 * writer may be running, in this process or another. One thread.
 */
public final class BlockCursor implements Closeable {
  private static final long NONE = -1;

  private final SegmentListing directory;
  private final long fromSequence;
  private final boolean verifyChecksums;
  private SegmentFile segment;
  private SegmentFile refused;
  private boolean exhausted;
  private SegmentIdentity identity;
  private BlockSource source;
  private TornTail tail;
  private long position;
  private long blockPosition;
  private long lastSequence = NONE;
  private long lastBlockId = NONE;

  /**
   * A cursor in front of the block that holds a sequence, or of the first block there is.
   *
   * @param directory of the journal, or whatever else tells its segments
   * @param fromSequence the sequence to begin at
   */
  public BlockCursor(SegmentListing directory, long fromSequence) {
    this(directory, fromSequence, true);
  }

  /**
   * A cursor in front of the block that holds a sequence, or of the first block there is.
   *
   * @param directory of the journal, or whatever else tells its segments
   * @param fromSequence the sequence to begin at
   * @param verifyChecksums whether blocks are judged by their checksums too
   */
  public BlockCursor(SegmentListing directory, long fromSequence, boolean verifyChecksums) {
    this.directory = directory;
    this.fromSequence = fromSequence;
    this.verifyChecksums = verifyChecksums;
  }

  /**
   * Goes to the next block. In a segment that is not sealed, bytes that are no block are what a
   * crash left behind the end, and so are segments that do not continue it, unless events there are
   * known to have been acknowledged.
   *
   * @return false when there is none yet
   * @throws CorruptionException when the next block is damaged
   * @throws ConsistencyException when events are missing before the next block
   */
  public boolean next() {
    try {
      if (exhausted || (segment == null && !enterFirst())) {
        return false;
      }
      do {
        if (!advance()) {
          return false;
        }
      } while (source.block().lastSequence() < fromSequence);
      return true;
    } catch (IOException e) {
      throw StorageErrors.translate(e, segment == null ? directory.path() : segment.path(), "read");
    }
  }

  private boolean advance() throws IOException {
    BlockVerdict verdict = source.load(position);
    while (verdict == BlockVerdict.END_OF_LOG) {
      SegmentFile following = following();
      if (following == null) {
        return position == identity.dataOffset() && enterReplacement();
      }
      // The writer goes on in the next segment: this one does not grow any more. Look once more.
      verdict = source.load(position);
      if (verdict == BlockVerdict.END_OF_LOG) {
        try {
          if (isEndBefore(following) || !enter(following)) {
            return false;
          }
        } catch (JournalNotFoundException | NoSuchFileException e) {
          if (directory.segments().contains(following)) {
            throw e;
          }
          continue; // Retention was quicker: look for what follows now.
        }
        verdict = source.load(position);
      }
    }
    if (verdict != BlockVerdict.VALID) {
      boolean isTorn = isEnd();
      // Opening for writing may have cut it off in between. Look once more.
      verdict = source.load(position);
      if (verdict == BlockVerdict.END_OF_LOG || (isTorn && mayBeTorn(verdict))) {
        return false;
      }
      if (verdict != BlockVerdict.VALID) {
        throw damaged(verdict);
      }
    }
    BlockFlyweight block = source.block();
    checkContinuity(block);
    lastSequence = block.lastSequence();
    lastBlockId = block.blockId();
    blockPosition = position;
    position += block.blockSize();
    return true;
  }

  /** A crash may leave the head of a segment, and not what was written before it. */
  private boolean isEndBefore(SegmentFile following) throws IOException {
    if (lastBlockId == NONE) {
      return false;
    }
    try {
      SegmentIdentity next =
          SegmentHead.isBlank(following) ? null : SegmentHead.read(following).identity();
      return next != null && next.firstBlockId() != lastBlockId + 1 && isEnd();
    } catch (JournalException damaged) {
      return false; // Entering it tells.
    }
  }

  /**
   * Whether the segment is not sealed, and nothing is known to have been acknowledged from here.
   */
  private boolean isEnd() throws IOException {
    try {
      return SegmentHead.read(segment).seal().isEmpty()
          && tail.beginsAt(position, lastSequence, directory.segments());
    } catch (JournalException | NoSuchFileException e) {
      return false; // Retention was here, or there is more damage.
    }
  }

  private static boolean mayBeTorn(BlockVerdict verdict) {
    return verdict != BlockVerdict.VALID && verdict != BlockVerdict.UNSUPPORTED_FLAGS;
  }

  private CorruptionException damaged(BlockVerdict verdict) {
    return new CorruptionException(
        "block is damaged: verdict=" + verdict + ", afterSequence=" + lastSequence,
        segment.path().toString(),
        position);
  }

  private void checkContinuity(BlockFlyweight block) {
    if (lastBlockId == NONE) {
      return;
    }
    BlockVerdict verdict = BlockValidator.checkContinuity(block, lastBlockId + 1, lastSequence);
    if (verdict != BlockVerdict.VALID) {
      throw new ConsistencyException(
          "events are missing: file="
              + segment.path()
              + ", position="
              + position
              + ", expectedSequence="
              + (lastSequence + 1)
              + ", actualSequence="
              + block.firstSequence()
              + ", expectedBlock="
              + (lastBlockId + 1)
              + ", actualBlock="
              + block.blockId());
    }
  }

  private boolean enterFirst() throws IOException {
    while (true) {
      List<SegmentFile> files = directory.segments();
      try {
        return enterFirst(files);
      } catch (JournalNotFoundException | NoSuchFileException e) {
        if (directory.segments().equals(files)) {
          throw e;
        }
        // Retention was quicker: look for what is the first now.
      }
    }
  }

  private boolean enterFirst(List<SegmentFile> files) throws IOException {
    for (int i = files.size() - 1; i >= 0; i--) {
      if (i == 0 || files.get(i).firstSequence() <= fromSequence) {
        if (!enter(files.get(i))) {
          return false;
        }
        position = source.skip(position, fromSequence);
        return true;
      }
    }
    return false;
  }

  /** The segment behind the current one, if the writer has begun it. */
  private SegmentFile following() {
    for (SegmentFile file : directory.segments()) {
      if (file.firstSequence() > segment.firstSequence()) {
        return file;
      }
    }
    return null;
  }

  /** An empty segment is replaced when its journal is opened again: goes over to the new file. */
  private boolean enterReplacement() throws IOException {
    boolean replaced =
        !SegmentHead.isBlank(segment)
            && SegmentHead.read(segment).identity().generation() != identity.generation();
    return replaced && enter(segment) && advance();
  }

  private boolean enter(SegmentFile file) throws IOException {
    if (SegmentHead.isBlank(file)) {
      return false;
    }
    refused = file;
    BlockSource opened = BlockSource.open(file, verifyChecksums);
    refused = null;
    if (source != null) {
      source.close();
      source.head().reanchor().ifPresent(this::leaveRewritten);
    }
    segment = file;
    identity = opened.head().identity();
    source = opened;
    tail = new TornTail(file, identity);
    position = identity.dataOffset();
    return true;
  }

  /** What comes behind a rewritten segment follows what stood there before. */
  private void leaveRewritten(SegmentReanchor reanchor) {
    lastSequence = reanchor.lastSequence();
    lastBlockId = reanchor.lastBlockId();
  }

  /**
   * Passes over the damage that {@link #next()} has thrown for: to the next sound block of the
   * segment, or to the next segment. Reading goes on behind it with {@link #next()}, which returns
   * false from now on when nothing sound follows.
   *
   * @return the events that are lost by that
   */
  public LostEvents skipDamage() {
    try {
      return refused == null ? skipInSegment() : skipToSegmentBehind(refused, 0);
    } catch (IOException e) {
      throw StorageErrors.translate(e, segment == null ? directory.path() : segment.path(), "read");
    }
  }

  private LostEvents skipInSegment() throws IOException {
    long found = position;
    long end = source.head().seal().map(SegmentSeal::endPosition).orElse(Long.MAX_VALUE);
    // A sound block may be there, only not where it should be: then it is the one to go on with.
    while (source.load(found) != BlockVerdict.VALID
        || source.block().firstSequence() <= lastSequence) {
      long from = found + BlockDescriptor.ALIGNMENT;
      found = BlockSearch.find(segment.path(), source, from, end, lastBlockId);
      if (found == BlockSearch.NONE) {
        return skipToSegmentBehind(segment, position);
      }
    }
    BlockFlyweight block = source.block();
    long before = block.firstSequence() - block.droppedBefore() - 1;
    LostEvents lost = new LostEvents(segment.path(), position, firstLost(), before);
    position = found;
    lastSequence = before;
    lastBlockId = block.blockId() - 1;
    return lost;
  }

  private LostEvents skipToSegmentBehind(SegmentFile damaged, long at) throws IOException {
    long first = firstLost();
    for (SegmentFile file : directory.segments()) {
      if (file.firstSequence() > damaged.firstSequence() && isEntered(file)) {
        lastSequence = identity.firstSequence() - 1;
        lastBlockId = identity.firstBlockId() - 1;
        return new LostEvents(damaged.path(), at, first, lastSequence);
      }
    }
    exhausted = true;
    return new LostEvents(damaged.path(), at, first, LostEvents.UNKNOWN);
  }

  private boolean isEntered(SegmentFile file) throws IOException {
    try {
      return enter(file);
    } catch (StorageException | ForeignFileException e) {
      return false; // Damaged too: the one behind it may not be.
    } finally {
      refused = null;
    }
  }

  private long firstLost() {
    return lastSequence == NONE ? fromSequence : lastSequence + 1;
  }

  /**
   * The current block.
   *
   * @return a view, valid until the next call
   */
  public BlockFlyweight block() {
    return source.block();
  }

  /**
   * The memory the current block is in, at {@link #offset()}.
   *
   * @return the bytes
   */
  public ByteBuffer bytes() {
    return source.bytes();
  }

  /**
   * Where the current block begins in {@link #bytes()}.
   *
   * @return the offset
   */
  public int offset() {
    return source.offset();
  }

  /**
   * The current block's segment.
   *
   * @return the segment
   */
  public SegmentIdentity segment() {
    return identity;
  }

  /**
   * What the current block's segment says of itself.
   *
   * @return its head as it was when the cursor entered it
   */
  public SegmentHead head() {
    return source.head();
  }

  /**
   * The sequence behind which the journal goes on, as far as it was read: that of the last event,
   * or a later one that was given out once and is removed.
   *
   * @return the sequence, 0 when nothing was read
   */
  public long reachedSequence() {
    long removed =
        source == null ? 0 : source.head().reanchor().map(SegmentReanchor::lastSequence).orElse(0L);
    return Math.max(Math.max(0, lastSequence), removed);
  }

  /**
   * The current block's file.
   *
   * @return the file
   */
  public SegmentFile file() {
    return segment;
  }

  /**
   * Where the current block begins in its file.
   *
   * @return the position
   */
  public long position() {
    return blockPosition;
  }

  @Override
  public void close() {
    if (source != null) {
      try {
        source.close();
      } catch (IOException e) {
        throw StorageErrors.translate(e, segment.path(), "close");
      }
    }
  }
}

package io.semj.query;

import io.semj.core.filter.FilterBounds;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalException;
import io.semj.error.StorageException;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentSeal;
import io.semj.index.BlockIndex;
import io.semj.index.SegmentFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A sealed segment. It is opened only when its index names blocks, and may be rewritten or removed
 * at any time. Any thread.
 */
final class ClosedSegment implements QuerySegment {
  private static final long MOST_UNLOOKED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ClosedIndexes indexes;
  private final SegmentIdentity identity;

  /** What has to follow it, which compaction leaves as it is. */
  private final ChainDigest end;

  private volatile State state;
  private volatile boolean gone;
  private volatile int changesNoted;

  /** The segment as it was when its head was read. */
  private record State(SegmentHead head, SegmentSeal seal, SegmentFacts facts) {
    static State of(SegmentHead head) {
      if (head.seal().isEmpty()) {
        throw new ConsistencyException(
            "segment is not sealed any more: file=" + head.file().path());
      }
      return new State(head, head.seal().get(), IndexFiles.facts(head));
    }
  }

  ClosedSegment(SegmentHead head, ClosedIndexes indexes) {
    this.state = State.of(head);
    this.identity = head.identity();
    this.end = endOf(head);
    this.indexes = indexes;
  }

  /** Whether two heads were read from the same file, sealed in between or not. */
  static boolean isSameFile(SegmentHead one, SegmentHead other) {
    return one.identity().equals(other.identity()) && one.reanchor().equals(other.reanchor());
  }

  SegmentHead head() {
    return state.head();
  }

  long firstSequence() {
    return state.head().file().firstSequence();
  }

  /** Whether retention has removed it, as far as that was noticed. */
  boolean isGone() {
    return gone;
  }

  /** Looks whether retention has removed it. */
  boolean lookWhetherGone() {
    gone = gone || Files.notExists(state.head().file().path());
    return gone;
  }

  /**
   * Looks whether something else stands in its place, as after the journal was set back: it is
   * gone, or shorter, or its name is that of another segment. Compaction leaves it the same.
   */
  boolean wasSetBack() {
    try {
      return !end.equals(endOf(SegmentHead.read(state.head().file())));
    } catch (JournalException e) {
      return lookWhetherGone(); // what is damaged is told to those who need it
    }
  }

  private static ChainDigest endOf(SegmentHead head) {
    return head.continuation().map(JournalPosition::digest).orElse(null);
  }

  /**
   * Reads its head again. Where its name is that of another segment by now, as after the journal
   * was set back, it is gone.
   *
   * @return its state now; null when it is gone
   */
  private State current() {
    SegmentHead now = SegmentHead.read(state.head().file());
    if (now.identity().equals(identity)) {
      return State.of(now);
    }
    gone = true;
    return null;
  }

  private void take(State now) {
    if (now != null && !now.facts().equals(state.facts())) {
      state = now;
    }
  }

  /** Looks, once after each change of the directory, whether the segment was rewritten. */
  void takeNote(int changes) {
    if (changesNoted == changes || lookWhetherGone()) {
      return;
    }
    try {
      take(current());
      changesNoted = changes;
    } catch (StorageException e) {
      if (!lookWhetherGone()) {
        throw e;
      }
    }
  }

  @Override
  public boolean mayMatch(FilterBounds bounds) {
    SegmentSeal seal = state.seal();
    return seal.eventCount() > 0
        && bounds.maxSequence() >= state.head().identity().firstSequence()
        && bounds.minSequence() <= seal.lastSequence()
        && bounds.minTimeNanos() <= seal.maxEventTimestamp()
        && bounds.maxTimeNanos() >= seal.minEventTimestamp();
  }

  @Override
  public long maxTimestamp() {
    return state.seal().maxEventTimestamp();
  }

  @Override
  public long minTimestamp() {
    return state.seal().minEventTimestamp();
  }

  long lastSequence() {
    return state.seal().lastSequence();
  }

  /**
   * Asks the index; a change of its file is noticed within a tenth of a second.
   *
   * @param question as {@link StoredIndex#ask} wants it
   * @return the answer; null when retention has removed the segment before it was indexed
   */
  <T> T ask(Function<? super BlockIndex, T> question) throws IOException {
    while (!gone) {
      try {
        return indexOf(state).ask(question, MOST_UNLOOKED_NANOS);
      } catch (NoSuchFileException | StorageException e) {
        if (!lookWhetherGone() && !wasRewritten(state)) {
          throw e;
        }
      }
    }
    return null;
  }

  private AskedIndex indexOf(State now) throws IOException {
    StoredIndex known = indexes.known(now.facts());
    return new AskedIndex(
        now.head().file().path(),
        known != null ? known : load(now),
        (untrue, round) -> instead(now, untrue, round));
  }

  /** One thread at a time: it may take long, and others then find it done. */
  private synchronized StoredIndex load(State now) throws IOException {
    return indexes.open(now.head(), now.facts());
  }

  private synchronized StoredIndex instead(State now, StoredIndex untrue, int round)
      throws IOException {
    return indexes.instead(now.head(), now.facts(), untrue, round);
  }

  @Override
  public OpenSegment open(BlockChooser chooser, ReadMemory memory) throws IOException {
    while (!gone) {
      try {
        OpenSegment opened = openAs(state, chooser, memory);
        if (opened != null) {
          return opened;
        }
        take(current());
      } catch (NoSuchFileException | StorageException e) {
        if (!lookWhetherGone() && !wasRewritten(state)) {
          throw e;
        }
      }
    }
    return null;
  }

  /** Whether blocks may not have been where an index said because the file is another now. */
  private boolean wasRewritten(State before) {
    State now;
    try {
      now = current();
    } catch (StorageException e) {
      if (lookWhetherGone()) {
        return true; // removed in between
      }
      throw e;
    }
    if (now != null && now.facts().equals(before.facts())) {
      return false;
    }
    take(now);
    return true;
  }

  /** Opens the segment, if it is still the one whose head was read. */
  private OpenSegment openAs(State now, BlockChooser chooser, ReadMemory memory)
      throws IOException {
    AskedIndex index = indexOf(now);
    OpenSegment.Choice choice =
        index.ask(all -> OpenSegment.Choice.by(chooser, all, all.blockCount()), 0);
    if (choice.isEmpty()) {
      return new OpenSegment(index, choice, null);
    }
    SegmentHead head = now.head();
    ChosenBlocks blocks = new ChosenBlocks(head.file(), head.identity().generation(), memory);
    try {
      State then = current();
      if (then != null && then.facts().equals(now.facts())) {
        return new OpenSegment(index, choice, blocks);
      }
    } catch (RuntimeException | Error e) {
      blocks.close();
      throw e;
    }
    blocks.close();
    return null;
  }
}

package io.semj.query;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.CorruptionException;
import io.semj.format.SegmentSeal;
import io.semj.index.BlockIndex;
import io.semj.index.IndexFile;
import io.semj.index.KeyExtractor;
import io.semj.index.LiveIndex;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The segments of a journal with their indexes: of closed ones from files, which are made where
 * they are missing, of the live one in memory. Any thread.
 */
final class IndexedSegments implements Closeable {
  private final JournalDirectory directory;
  private final IndexFiles files;
  private final KeyExtractor extractor;
  private final TreeMap<Long, ClosedSegment> closed = new TreeMap<>();
  private SegmentHead live;
  private SegmentIndexer indexer;

  IndexedSegments(JournalDirectory directory, IndexFiles files, KeyExtractor extractor) {
    this.directory = directory;
    this.files = files;
    this.extractor = extractor;
  }

  /**
   * Indexes what has been written, at most up to a sequence.
   *
   * @param lastSequence to stop behind
   * @throws CorruptionException when a block is damaged: nothing behind it in its segment is seen
   */
  synchronized void advance(long lastSequence) {
    try {
      while ((indexer != null || enterNext()) && indexer.index().lastSequence() < lastSequence) {
        // Asked before reading on: what is sealed by now is all there.
        Optional<SegmentSeal> seal = SegmentHead.read(live.file()).seal();
        indexer.advance(lastSequence, seal.map(SegmentSeal::endPosition).orElse(Long.MAX_VALUE));
        if (seal.isEmpty() || !isComplete(indexer.index(), seal.get())) {
          return;
        }
        leave();
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "index");
    }
  }

  private static boolean isComplete(LiveIndex index, SegmentSeal seal) {
    return seal.eventCount() == 0 || index.lastSequence() == seal.lastSequence();
  }

  /** Takes in segments that are closed and indexed already, and enters the first that is not. */
  private boolean enterNext() throws IOException {
    for (SegmentFile file : directory.segments()) {
      if (!closed.containsKey(file.firstSequence()) && !SegmentHead.isBlank(file)) {
        SegmentHead head = SegmentHead.read(file);
        if (head.seal().isEmpty() || Files.notExists(files.path(head))) {
          live = head;
          indexer = new SegmentIndexer(head, extractor);
          return true;
        }
        closed.put(file.firstSequence(), new ClosedSegment(head, null, this::openOrMake));
      }
    }
    return false;
  }

  /** The segment that was read is closed: its index becomes a file. */
  private void leave() throws IOException {
    SegmentHead head = SegmentHead.read(live.file());
    closed.put(
        head.file().firstSequence(),
        new ClosedSegment(head, keep(head, indexer.index()), this::openOrMake));
    indexer.close();
    indexer = null;
  }

  private BlockIndex openOrMake(SegmentHead head) throws IOException {
    Optional<IndexFile> file = files.open(head);
    return file.isPresent() ? file.get() : make(head);
  }

  private BlockIndex make(SegmentHead head) throws IOException {
    try (SegmentIndexer all = new SegmentIndexer(head, extractor)) {
      all.advance(Long.MAX_VALUE, head.seal().orElseThrow().endPosition());
      return keep(head, all.index());
    }
  }

  /** The index as a file; in memory where none can be written, which queries need not know. */
  private BlockIndex keep(SegmentHead head, LiveIndex index) {
    try {
      files.write(head, index);
    } catch (IOException readOnlyOrFull) {
      return index;
    }
    return files.open(head).<BlockIndex>map(file -> file).orElse(index);
  }

  /** All segments as they are now, oldest first. */
  synchronized List<QuerySegment> view() {
    List<QuerySegment> view = new ArrayList<>(closed.values());
    if (indexer != null) {
      BlockIndex index = indexer.index();
      view.add(new LiveSegment(live, index, index.blockCount()));
    }
    return view;
  }

  @Override
  public synchronized void close() throws IOException {
    closed.clear();
    if (indexer != null) {
      indexer.close();
      indexer = null;
    }
  }
}

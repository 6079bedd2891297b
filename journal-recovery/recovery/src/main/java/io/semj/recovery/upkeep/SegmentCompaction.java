package io.semj.recovery.upkeep;

import io.semj.core.JournalClock;
import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.BlockPacker;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SealedSegmentReader;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.SegmentRewriter;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ConfigurationException;
import io.semj.format.BlockCompression;
import io.semj.format.RecordFlyweight;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentReanchor.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compacts one closed segment. */
final class SegmentCompaction {
  private final JournalDirectory directory;
  private final Compaction compaction;
  private final RecordFilter keep;
  private final SegmentsProgress progress;
  private long removed;

  /** The filter is null when every event is to be kept. */
  SegmentCompaction(
      JournalDirectory directory,
      Compaction compaction,
      RecordFilter keep,
      SegmentsProgress progress) {
    this.directory = directory;
    this.compaction = compaction;
    this.keep = keep;
    this.progress = progress;
  }

  CompactionReport.Segment compact(SegmentHead head, boolean dryRun) {
    long bytes = ClosedSegments.size(head);
    BlockCompression stored =
        BlockCompression.ofCode(head.header().journal().compressionAlgorithm());
    BlockCompression wanted = compaction.compression().orElse(stored);
    long after = bytes;
    boolean rewrite = isWorthIt(head, stored != wanted);
    if (rewrite) {
      after = dryRun ? measure(head, wanted) : rewrite(head, wanted);
    }
    progress.segmentDone(bytes);
    long events = head.seal().orElseThrow().eventCount();
    return new CompactionReport.Segment(head.file().path(), rewrite, events, removed, bytes, after);
  }

  /** An empty segment's name belongs to whoever opens the journal next: it stays. */
  private boolean isWorthIt(SegmentHead head, boolean otherCompression) {
    if (head.seal().orElseThrow().eventCount() == 0) {
      return false;
    }
    return otherCompression || (keep != null && holdsUnwanted(head));
  }

  private boolean holdsUnwanted(SegmentHead head) {
    try (SealedSegmentReader reader = SealedSegmentReader.open(head.file())) {
      while (reader.nextBlock()) {
        while (reader.nextRecord()) {
          if (!keep.matches(reader.record()) && !isLastBeforeCut(head, reader.record())) {
            return true;
          }
        }
        progress.at(0);
      }
      return false;
    }
  }

  private long measure(SegmentHead head, BlockCompression compression) {
    try (SealedSegmentReader reader = SealedSegmentReader.open(head.file());
        BlockPacker packer =
            new BlockPacker(head.identity(), compression, (block, position) -> {})) {
      while (reader.nextBlock()) {
        while (reader.nextRecord()) {
          if (isKept(head, reader.record())) {
            packer.add(
                reader.record().buffer(), reader.record().offset(), reader.record().length());
          }
        }
        packer.endGroup();
        progress.at(reader.position());
      }
      return packer.finish().endPosition();
    } catch (IOException e) {
      throw StorageErrors.translate(e, head.file().path(), "measure compaction");
    }
  }

  private long rewrite(SegmentHead head, BlockCompression compression) {
    try (SealedSegmentReader reader = SealedSegmentReader.open(head.file());
        SegmentRewriter rewriter = SegmentRewriter.begin(directory, head, compression)) {
      while (reader.nextBlock()) {
        while (reader.nextRecord()) {
          if (isKept(head, reader.record())) {
            rewriter.add(
                reader.record().buffer(), reader.record().offset(), reader.record().length());
          }
        }
        rewriter.endGroup();
        progress.at(reader.position());
      }
      long size = rewriter.finish(reanchor(head));
      if (compaction.originals().isPresent()) {
        rewriter.replaceKeeping(keptName(head, compaction.originals().get()));
      } else {
        rewriter.replace();
      }
      return size;
    }
  }

  /** The last event of a segment that was cut tells where: checkpoints are held against it. */
  private static boolean isLastBeforeCut(SegmentHead head, RecordFlyweight record) {
    return record.userspaceSequence() == head.seal().orElseThrow().lastSequence()
        && head.reanchor().flatMap(SegmentReanchor::kind).filter(Kind.CUT::equals).isPresent();
  }

  private boolean isKept(SegmentHead head, RecordFlyweight record) {
    progress.event();
    if (keep == null || keep.matches(record) || isLastBeforeCut(head, record)) {
      return true;
    }
    removed++;
    return false;
  }

  /** A segment that was salvaged or cut stays one, for whoever looks at it later. */
  private SegmentReanchor reanchor(SegmentHead head) {
    JournalPosition end = head.continuation().orElseThrow();
    int kind = head.reanchor().map(SegmentReanchor::kindCode).orElse(Kind.COMPACTION.code());
    long before = head.reanchor().map(SegmentReanchor::removedEvents).orElse(0L);
    return new SegmentReanchor(
        kind,
        end.sequence(),
        end.blockId(),
        end.digest(),
        before + removed,
        JournalClock.system().epochNanos());
  }

  private Path keptName(SegmentHead head, Path originals) {
    try {
      Files.createDirectories(originals);
      if (Files.isSameFile(originals, directory.path())) {
        throw new ConfigurationException(
            "originals", "originals cannot be kept in the journal's own directory", originals);
      }
      String name = head.file().name();
      Path kept = originals.resolve(name);
      for (int i = 1; Files.exists(kept); i++) {
        kept = originals.resolve(name + "." + i);
      }
      return kept;
    } catch (IOException e) {
      throw StorageErrors.translate(e, originals, "keep original segment");
    }
  }
}

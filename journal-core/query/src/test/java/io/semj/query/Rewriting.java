package io.semj.query;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SealedSegmentReader;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.SegmentRewriter;
import io.semj.format.BlockCompression;
import io.semj.format.SegmentReanchor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongPredicate;

/** Rewrites segments as compaction does. */
final class Rewriting {
  private Rewriting() {}

  /** Takes out of one segment the records that are not to be kept. */
  static void keepOnly(Path directory, long firstSequence, LongPredicate kept) throws IOException {
    JournalDirectory journal = JournalDirectory.existing(directory);
    SegmentFile file =
        journal.segments().stream()
            .filter(segment -> segment.firstSequence() == firstSequence)
            .findFirst()
            .orElseThrow();
    SegmentHead head = SegmentHead.read(file);
    try (SealedSegmentReader reader = SealedSegmentReader.open(file);
        SegmentRewriter rewriter = SegmentRewriter.begin(journal, head, BlockCompression.LZ4)) {
      while (reader.nextBlock()) {
        while (reader.nextRecord()) {
          if (kept.test(reader.record().userspaceSequence())) {
            rewriter.add(
                reader.record().buffer(), reader.record().offset(), reader.record().length());
          }
        }
        rewriter.endGroup();
      }
      rewriter.finish(reanchor(head));
      rewriter.replace();
    }
  }

  private static SegmentReanchor reanchor(SegmentHead head) {
    JournalPosition end = head.continuation().orElseThrow();
    return new SegmentReanchor(
        SegmentReanchor.Kind.COMPACTION.code(), end.sequence(), end.blockId(), end.digest(), 1, 1);
  }
}

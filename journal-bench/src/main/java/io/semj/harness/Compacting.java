package io.semj.harness;

import io.semj.core.filter.RecordFilter;
import io.semj.error.JournalException;
import io.semj.format.BlockCompression;
import io.semj.recovery.upkeep.Compaction;
import io.semj.recovery.upkeep.Compactor;
import java.nio.file.Path;
import java.util.List;

/**
 * Rewrites closed segments again and again beside the writer: with one compression and another, and
 * without some of the events that were there before this round, which are checked already.
 */
final class Compacting implements Runnable {
  private static final int REMOVED_IN = 7;

  private final Path directory;
  private final long before;

  Compacting(Path directory, long before) {
    this.directory = directory;
    this.before = before;
  }

  @Override
  public void run() {
    RecordFilter kept =
        record ->
            record.userspaceSequence() > before || record.userspaceSequence() % REMOVED_IN != 0;
    List<Compaction> all =
        List.of(
            Compaction.recompress(BlockCompression.ZLIB),
            Compaction.keep(kept),
            Compaction.recompress(BlockCompression.LZ4));
    try {
      for (int i = 0; ; i++) {
        new Compactor(directory, all.get(i % all.size())).run();
      }
    } catch (JournalException e) {
      System.err.println("child: not compacted: " + e.getMessage());
    }
  }
}

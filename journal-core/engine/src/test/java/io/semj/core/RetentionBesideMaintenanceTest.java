package io.semj.core;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.SegmentRewriter;
import io.semj.format.BlockCompression;
import io.semj.format.SegmentReanchor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention of an open journal, while others work on its closed segments. */
class RetentionBesideMaintenanceTest {
  @TempDir private Path directory;

  private JournalConfigBuilder config() {
    return JournalConfig.builder(directory)
        .maxSegmentBytes(1 << 20)
        .compression(BlockCompression.NONE);
  }

  private static void fill(SemanticJournal journal, int megabytes) {
    for (int i = 0; i < megabytes * 20; i++) {
      journal.emitEvent(Events.large(i, 50 << 10));
    }
    journal.flush();
  }

  @Test
  void shouldRemoveNothingWhileSomebodyElseHoldsTheMaintenanceLock() throws IOException {
    RetentionPolicy two = new RetentionPolicy(2, Duration.ZERO, 0, 0);
    JournalDirectory journals = JournalDirectory.create(directory);
    DirectoryLock maintenance = DirectoryLock.maintenance(journals);
    try (SemanticJournal journal = SemanticJournal.open(config().retention(two).build())) {
      fill(journal, 5);
      List<Path> all = DiskView.segments(directory);
      assertThat(all).hasSizeGreaterThan(4).allMatch(Files::exists);
      assertThat(DiskView.events(directory).get(0).sequence()).isEqualTo(1);
      maintenance.close();
      await().until(() -> DiskView.segments(directory).size() <= 2);
      assertThat(all.get(0)).doesNotExist();
    }
  }

  @Test
  void shouldCountRewrittenSegmentsByTheirNewSize() throws IOException {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      fill(journal, 4);
      await().until(() -> Crash.head(DiskView.segments(directory).get(1)).seal().isPresent());
      await().until(() -> journal.status().journalBytes() > 2 << 20);
      long before = journal.status().journalBytes();
      long freed = empty(0) + empty(1);
      await().until(() -> journal.status().journalBytes() == before - freed);
    }
  }

  /** Takes all events out of a segment; how many bytes that frees. */
  private long empty(int index) throws IOException {
    Path file = DiskView.segments(directory).get(index);
    long before = Files.size(file);
    JournalDirectory journals = JournalDirectory.existing(directory);
    SegmentHead head = Crash.head(file);
    JournalPosition end = head.continuation().orElseThrow();
    DirectoryLock maintenance = DirectoryLock.maintenance(journals);
    try (SegmentRewriter rewriter = SegmentRewriter.begin(journals, head, BlockCompression.NONE)) {
      rewriter.finish(
          new SegmentReanchor(
              1, end.sequence(), end.blockId(), end.digest(), end.totals().events(), 1));
      rewriter.replace();
    } finally {
      maintenance.close();
    }
    return before - Files.size(file);
  }
}

package io.semj.core;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Emitters;
import io.semj.core.fixture.Events;
import io.semj.format.BlockCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusAndMetricsTest {
  private static final int THREADS = 3;
  private static final int EVENTS = 4_000;

  @TempDir private Path directory;

  private SemanticJournal open() {
    return SemanticJournal.open(
        JournalConfig.builder(directory)
            .ringSize(512)
            .maxSegmentBytes(1 << 20)
            .retention(RetentionPolicy.keepAll().withKeepFreeBytes(0))
            .compression(BlockCompression.NONE)
            .build());
  }

  @Test
  void shouldStandAtZeroWhenItWasJustMade() {
    try (SemanticJournal journal = open()) {
      JournalStatus status = journal.status();
      assertThat(status.lastEmittedSequence()).isZero();
      assertThat(status.writtenSequence()).isZero();
      assertThat(status.durableSequence()).isZero();
      assertThat(status.firstSequence()).isEqualTo(1);
      assertThat(status.segments()).isEqualTo(1);
      assertThat(status.currentSegment()).isEqualTo("00000000000000000001.semj");
      assertThat(status.journalBytes()).isEqualTo(512);
      assertThat(status.ringUsed()).isZero();
      assertThat(status.ringCapacity()).isEqualTo(512);
      assertThat(status.failure()).isEmpty();
      assertThat(status.circuitBreakerOpen()).isFalse();
    }
  }

  @Test
  void shouldCountWhatIsOnDisk() throws IOException {
    SemanticJournal journal = open();
    Emitters.emit(journal, THREADS, EVENTS);
    journal.flush();
    JournalStatus status = journal.status();
    List<Path> segments = DiskView.segments(directory);
    assertThat(status.segments()).isEqualTo(segments.size());
    assertThat(status.currentSegment())
        .isEqualTo(segments.get(segments.size() - 1).getFileName().toString());
    assertThat(status.notYetDurable()).isZero();
    assertThat(status.ringUsed()).isZero();
    journal.close();

    long bytes = 0;
    for (Path segment : segments) {
      bytes += Files.size(segment);
    }
    assertThat(status.journalBytes()).isEqualTo(bytes);
    assertThat(journal.status().journalBytes()).isEqualTo(bytes);
    assertThat(journal.status().segments()).isEqualTo(segments.size());
    List<DiskView.Block> blocks = DiskView.blocks(directory);
    JournalMetrics metrics = journal.metrics();
    assertThat(metrics.events())
        .isEqualTo(new JournalMetrics.Events(THREADS * EVENTS, THREADS * EVENTS, 0, 0, 0, 0, 0));
    assertThat(metrics.batches().count()).isEqualTo(blocks.size());
    assertThat(metrics.batches().largestEvents())
        .isEqualTo(blocks.stream().mapToInt(DiskView.Block::events).max().orElseThrow());
    assertThat(metrics.storage().journalBytes()).isEqualTo(bytes);
    assertThat(metrics.storage().utilization()).isBetween(0.0, 1.0);
    assertThat(metrics.sync().samples()).isPositive();
    assertThat(metrics.emissionLatency().samples()).isPositive();
    assertThat(metrics.errors()).isEmpty();
    assertThat(metrics.toString()).contains("12,000");
  }

  @Test
  void shouldCountAnewAfterAReset() {
    try (SemanticJournal journal = open()) {
      Emitters.emit(journal, 1, 1_000);
      journal.flush();
      journal.resetMetrics();
      assertThat(journal.metrics().events().emitted()).isZero();
      assertThat(journal.metrics().events().persisted()).isZero();
      assertThat(journal.metrics().batches().count()).isZero();
      Emitters.emit(journal, 1, 10);
      journal.flush();
      assertThat(journal.metrics().events().emitted()).isEqualTo(10);
      assertThat(journal.metrics().events().persisted()).isEqualTo(10);
      assertThat(journal.status().lastEmittedSequence()).isEqualTo(1_010);
    }
  }

  @Test
  void shouldNeverShowMoreDurableThanWrittenOrMoreWrittenThanEmitted() {
    AtomicInteger emitting = new AtomicInteger(THREADS);
    try (SemanticJournal journal = open()) {
      Emitters.inParallel(
          THREADS + 1,
          source -> source == THREADS ? watching(journal, emitting) : emitting(journal, emitting));
    }
  }

  private static Callable<Integer> watching(SemanticJournal journal, AtomicInteger emitting) {
    return () -> {
      int looks = 0;
      for (long segments = 0; emitting.get() > 0; looks++) {
        JournalStatus status = journal.status();
        assertThat(status.durableSequence()).isLessThanOrEqualTo(status.writtenSequence());
        assertThat(status.writtenSequence()).isLessThanOrEqualTo(status.lastEmittedSequence());
        assertThat(status.firstSequence()).isEqualTo(1);
        assertThat(status.ringUsed()).isBetween(0L, 512L);
        assertThat((long) status.segments()).isGreaterThanOrEqualTo(segments);
        segments = status.segments() - 1L; // one counts twice for a moment while the writer rolls
      }
      return looks;
    };
  }

  private static Callable<Integer> emitting(SemanticJournal journal, AtomicInteger emitting) {
    return () -> {
      for (int i = 0; i < EVENTS; i++) {
        journal.emitEvent(Events.of(0, i));
      }
      return emitting.decrementAndGet();
    };
  }

  @Test
  void shouldForceASegmentThatIsFullUnderTheWrittenPolicyToo() {
    try (SemanticJournal journal =
        SemanticJournal.open(
            JournalConfig.builder(directory)
                .ringSize(512)
                .maxSegmentBytes(1 << 20)
                .compression(BlockCompression.NONE)
                .syncPolicy(SyncPolicy.WRITTEN)
                .build())) {
      Emitters.emit(journal, 1, EVENTS);
      await().until(() -> journal.status().durableSequence() > 0);
    }
  }
}

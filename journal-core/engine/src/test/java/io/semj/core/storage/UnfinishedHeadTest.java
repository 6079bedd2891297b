package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedHeadTest {
  private static final long IN_THE_DESCRIPTOR = 180;
  private static final int HEAD = 512;

  @TempDir private Path directory;
  private SegmentFile segment;

  @BeforeEach
  void journal() {
    JournalConfig config = JournalConfig.builder(directory).ringSize(128).build();
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      journal.emitEvent(Events.of(1, 1));
    }
    segment = new SegmentFile(DiskView.segments(directory).get(0), 1);
  }

  private void damage() {
    Crash.flipByte(segment.path(), IN_THE_DESCRIPTOR);
  }

  @Test
  void shouldReadASoundHead() {
    assertThat(UnfinishedHead.read(segment, true)).isPresent();
    assertThat(UnfinishedHead.read(segment, false)).isPresent();
  }

  @Test
  void shouldRefuseADamagedHeadBehindASealedSegment() {
    damage();
    assertThatThrownBy(() -> UnfinishedHead.read(segment, true))
        .isInstanceOf(ChecksumMismatchException.class)
        .hasMessageContaining("segment descriptor checksum does not match");
  }

  @Test
  void shouldTakeNothingForAcknowledgedBehindASegmentThatIsNotSealed() {
    damage();
    assertThat(UnfinishedHead.read(segment, false)).isEmpty();
  }

  @Test
  void shouldTakeNothingForAcknowledgedWhereNothingIsBehindTheHead() {
    damage();
    Crash.write(segment.path(), HEAD, new byte[(int) Crash.size(segment.path()) - HEAD]);
    assertThat(UnfinishedHead.read(segment, true)).isEmpty();
    Crash.truncate(segment.path(), HEAD - 1);
    assertThat(UnfinishedHead.read(segment, true)).isEmpty();
  }

  @Test
  void shouldRefuseTheJournalWhoseOnlySegmentHasADamagedHead() {
    damage();
    assertThatThrownBy(() -> SemanticJournal.open(JournalConfig.builder(directory).build()))
        .isInstanceOf(ChecksumMismatchException.class);
  }

  @Test
  void shouldRefuseTheJournalThatAcknowledgedMoreThanIsLeft() {
    damage();
    Crash.truncate(segment.path(), HEAD);
    assertThatThrownBy(() -> SemanticJournal.open(JournalConfig.builder(directory).build()))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("acknowledged");
  }
}

package io.semj.core;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.RecordingErrors;
import io.semj.core.fixture.SmallDisk;
import io.semj.error.InsufficientSpaceException;
import io.semj.error.JournalFailedException;
import io.semj.error.JournalTimeoutException;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A quota that is used up while the disk has room. */
class QuotaTest {
  @TempDir private Path temp;
  private final RecordingErrors errors = new RecordingErrors();

  @ParameterizedTest
  @EnumSource(SegmentIo.class)
  void shouldLoseNothingAcknowledgedWhenItIsUsedUp(SegmentIo io) {
    try (SmallDisk disk = SmallDisk.btrfs(temp)) {
      disk.limit("6M");
      Path directory = disk.quota().resolve("journal");
      SemanticJournal journal = SemanticJournal.open(config(directory, io));
      emitUntilRefused(journal);
      await().until(() -> errors.all().stream().anyMatch(QuotaTest::tellsOfTheQuota));
      JournalState full = journal.status().state();
      disk.limit("64M");
      // Where the force itself met the quota, what was not durable may be gone: it fail-stopped.
      long acknowledged = full == JournalState.FAILED ? closeFailed(journal) : goOn(journal);

      SemanticJournal.open(config(directory, io)).close();
      List<SemanticEvent> events = DiskView.events(directory);
      assertThat((long) events.size()).isGreaterThanOrEqualTo(acknowledged);
      DiskView.assertSequences(events, 1, events.size());
      events.forEach(Events::assertIntact);
    }
  }

  private static boolean tellsOfTheQuota(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof InsufficientSpaceException
          && e.getMessage().contains("Disk quota exceeded")) {
        return true;
      }
    }
    return false;
  }

  private static long closeFailed(SemanticJournal journal) {
    assertThatThrownBy(journal::close).isInstanceOf(JournalFailedException.class);
    return journal.status().durableSequence();
  }

  private static long goOn(SemanticJournal journal) {
    await().until(() -> journal.status().state() != JournalState.SPACE_FULL);
    long durable = journal.flush();
    journal.close();
    return durable;
  }

  private JournalConfig config(Path directory, SegmentIo io) {
    return JournalConfig.builder(directory)
        .segmentIo(io)
        .ringSize(128)
        .maxSegmentBytes(1 << 20)
        .compression(BlockCompression.NONE)
        .overflowTimeout(Duration.ofMillis(20))
        .errorHandler(errors)
        .retention(RetentionPolicy.keepAll().withKeepFreeBytes(0))
        .build();
  }

  private static void emitUntilRefused(SemanticJournal journal) {
    for (int i = 0; ; i++) {
      try {
        journal.emitEvent(Events.of(0, i));
      } catch (InsufficientSpaceException | JournalFailedException refused) {
        return;
      } catch (JournalTimeoutException slow) {
        // The disk was slow, not full.
      }
    }
  }
}

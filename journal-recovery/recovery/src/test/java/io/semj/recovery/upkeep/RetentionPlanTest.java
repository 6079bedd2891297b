package io.semj.recovery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.RetentionPolicy;
import io.semj.core.SemanticJournal;
import io.semj.recovery.IntegrityVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionPlanTest {
  @TempDir private Path directory;
  private List<Path> segments;

  @BeforeEach
  void writeAJournal() {
    UpkeepJournal.write(directory, 8_000, 9, 3);
    segments = UpkeepJournal.segments(directory);
    assertThat(segments).hasSizeGreaterThan(3);
  }

  @Test
  void shouldTellWhatWouldGoByCountAndChangeNothing() {
    RetentionPlan plan = RetentionPlan.of(directory, new RetentionPolicy(2, Duration.ZERO, 0, 0));
    assertThat(plan.removals()).hasSize(segments.size() - 2);
    assertThat(plan.removals().get(0).path()).isEqualTo(segments.get(0));
    assertThat(plan.freedBytes()).isPositive();
    assertThat(plan.toString()).contains("2 stay");
    assertThat(plan.toJson()).contains("\"segments_left\":2");
    assertThat(segments).allMatch(Files::exists);
  }

  @Test
  void shouldRemoveWhatThePlanToldAndLeaveAJournalToGoOnWith() {
    RetentionPlan plan = RetentionPlan.of(directory, new RetentionPolicy(2, Duration.ZERO, 0, 0));
    RetentionPlan done = plan.apply();
    assertThat(done.removals()).isEqualTo(plan.removals());
    assertThat(UpkeepJournal.segments(directory)).hasSize(2);
    assertThat(RetentionPlan.of(directory, new RetentionPolicy(2, Duration.ZERO, 0, 0)).removals())
        .isEmpty();
    try (SemanticJournal journal = SemanticJournal.open(UpkeepJournal.config(directory).build())) {
      UpkeepJournal.emit(journal, 5, 1, new Random(1));
    }
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
  }

  @Test
  void shouldNeverLetTheNewestSegmentGo() {
    long later = System.currentTimeMillis() * 1_000_000 + Duration.ofDays(900).toNanos();
    RetentionPolicy old = new RetentionPolicy(0, Duration.ofDays(30), 0, 0);
    assertThat(RetentionPlan.of(directory, old, later).removals()).hasSize(segments.size() - 1);
    assertThat(RetentionPlan.of(directory, old).removals()).isEmpty();
    RetentionPolicy tiny = new RetentionPolicy(0, Duration.ZERO, 1, 0);
    assertThat(RetentionPlan.of(directory, tiny).removals()).hasSize(segments.size() - 1);
  }

  @Test
  void shouldMakeRoomOnlyWhereTheJournalIsBoundedAnyway() {
    RetentionPolicy unbounded = new RetentionPolicy(0, Duration.ZERO, 0, Long.MAX_VALUE);
    RetentionPolicy bounded = new RetentionPolicy(1_000, Duration.ZERO, 0, Long.MAX_VALUE);
    assertThat(RetentionPlan.of(directory, unbounded).removals()).isEmpty();
    assertThat(RetentionPlan.of(directory, bounded).removals()).hasSize(segments.size() - 1);
  }
}

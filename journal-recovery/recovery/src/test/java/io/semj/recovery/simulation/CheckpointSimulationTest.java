package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.RetryPolicy;
import io.semj.core.SegmentIo;
import io.semj.core.SemanticJournal;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.CheckpointStore;
import io.semj.core.checkpoint.SnapshotSource;
import io.semj.core.checkpoint.StateTarget;
import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A service that creates checkpoints on a disk that fails or loses power at any operation: every
 * checkpoint that was created stays, none is ever found damaged, and the state restored from the
 * newest is that of a service that read every event.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CheckpointSimulationTest {
  private static final int OPERATIONS = 150;
  private static final int ACTIONS = 30;

  private long acknowledged;
  private int created;

  /** What follows from all events in their order. */
  private static final class State implements SnapshotSource, StateTarget {
    private long applied;
    private long hash;
    private int ballast;

    void emit(SemanticJournal journal, long number) {
      apply(journal.emitEvent(NumberedEvents.of(number)), number);
    }

    private void apply(long sequence, long number) {
      assertThat(sequence).as("sequence").isEqualTo(applied + 1);
      applied = sequence;
      hash = hash * 31 + number;
    }

    @Override
    public long writeTo(OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeLong(applied);
      data.writeLong(hash);
      data.write(new byte[ballast]);
      return applied;
    }

    @Override
    public void restore(InputStream snapshot) throws IOException {
      DataInputStream data = new DataInputStream(snapshot);
      applied = data.readLong();
      hash = data.readLong();
    }

    @Override
    public void onRecord(RecordFlyweight record) {
      SemanticEvent event = SemanticEvent.copyOf(record.buffer(), record.offset(), record.length());
      apply(event.sequence(), event.transactionId());
    }
  }

  private static JournalConfig config(SimulatedFileSystem system) {
    return JournalConfig.builder(system.getPath(JournalLife.DIRECTORY))
        .segmentIo(SegmentIo.CHANNEL)
        .maxSegmentBytes(1 << 20)
        .kernelCompatibility(false)
        .ringSize(64)
        .batchSize(32)
        .slotBytes(256)
        .checkpointInterval(Duration.ZERO)
        .checkpointsKept(2)
        .retry(
            RetryPolicy.standard()
                .withRetries(1, Duration.ZERO, 1, Duration.ZERO)
                .withBreaker(3, Duration.ofMillis(5)))
        .errorHandler(error -> {})
        .build();
  }

  /** Works until the journal fails or enough was done. */
  private void live(SimulatedFileSystem system, Dice dice, State state) {
    try (SemanticJournal journal = SemanticJournal.open(config(system))) {
      for (int i = 0; i < ACTIONS && journal.status().failure().isEmpty(); i++) {
        if (dice.below(3) == 0) {
          createCheckpoint(journal, dice, state);
        } else {
          state.emit(journal, Math.abs(dice.seed()));
        }
      }
    } catch (JournalException ended) {
      // The disk has failed, the power is gone: what matters is what is found then.
    }
  }

  private void createCheckpoint(SemanticJournal journal, Dice dice, State state) {
    state.ballast = dice.below(4) == 0 ? dice.below(200_000) : dice.below(300);
    try {
      acknowledged = journal.createCheckpoint(state).id();
      created++;
    } catch (JournalException e) {
      // The journal goes on, if it can.
    }
  }

  /** Restores the state as a service does, and compares it with that of all events. */
  private State check(SimulatedFileSystem system) {
    Path directory = system.getPath(JournalLife.DIRECTORY);
    State all = new State();
    try (SemanticJournal journal = SemanticJournal.open(config(system))) {
      try (JournalReader reader = journal.reader(1)) {
        while (reader.poll(all, 1_000) > 0) {
          // all of it
        }
      }
      CheckpointStore store = CheckpointStore.of(directory);
      assertThat(store.damaged()).as("damaged checkpoints").isEmpty();
      Optional<Checkpoint> newest = store.newestGood();
      assertThat(newest.map(Checkpoint::id).orElse(0L))
          .as("the newest checkpoint")
          .isGreaterThanOrEqualTo(acknowledged);
      newest.ifPresent(
          checkpoint -> {
            State restored = new State();
            assertThat(journal.recoverFromCheckpoint(checkpoint, restored)).isEqualTo(all.applied);
            assertThat(restored.hash).as("restored state").isEqualTo(all.hash);
          });
    }
    return all;
  }

  private static void powerCuts(long seed) {
    Dice dice = new Dice(seed);
    CheckpointSimulationTest run = new CheckpointSimulationTest();
    DiskImage disk = DiskImage.empty();
    State state = new State();
    for (int life = 1 + dice.below(4); life > 0; life--) {
      FaultPlan plan = FaultPlan.powerCutAt(1 + dice.below(OPERATIONS));
      SimulatedFileSystem system = SimulatedFileSystem.of(disk, plan, new Dice(dice.seed()));
      run.live(system, dice, state);
      DiskImage left = system.disk().afterPowerCut(new Dice(dice.seed()));
      SimulatedFileSystem sound =
          SimulatedFileSystem.of(left, FaultPlan.none(), new Dice(dice.seed()));
      state = run.check(sound);
      disk = sound.disk().asSeen();
    }
  }

  private static void failures(long seed, FaultPlan plan) {
    Dice dice = new Dice(seed);
    CheckpointSimulationTest run = new CheckpointSimulationTest();
    SimulatedFileSystem system =
        SimulatedFileSystem.of(DiskImage.empty(), plan, new Dice(dice.seed()));
    run.live(system, dice, new State());
    system.disk().heal();
    State state = run.check(system);
    int before = run.created;
    run.live(system, dice, state);
    assertThat(run.created).as("created once the disk is sound").isGreaterThan(before);
    SimulatedFileSystem after =
        SimulatedFileSystem.of(
            system.disk().afterPowerCut(dice), FaultPlan.none(), new Dice(dice.seed()));
    run.check(after);
  }

  @Test
  void shouldKeepEveryCheckpointThatWasCreatedHoweverOftenThePowerGoes() {
    Seeds.forEach(400, CheckpointSimulationTest::powerCuts);
  }

  @Test
  void shouldKeepEveryCheckpointThatWasCreatedWhenOneOperationFails() {
    Seeds.forEach(
        300,
        seed ->
            failures(
                seed, FaultPlan.once(Fault.IO_ERROR, 1 + seed % OPERATIONS, Operation.CHANGES)));
  }

  @Test
  void shouldKeepEveryCheckpointThatWasCreatedWhenAllOperationsFailFromOneOn() {
    Seeds.forEach(
        150,
        seed ->
            failures(
                seed, FaultPlan.forEver(Fault.IO_ERROR, 1 + seed % OPERATIONS, Operation.ALL)));
  }

  @Test
  void shouldFinishWritesThatDoOnlyAPart() {
    Seeds.forEach(
        50,
        seed ->
            failures(seed, FaultPlan.forEver(Fault.SHORT, 1 + seed % OPERATIONS, Operation.ALL)));
  }

  @Test
  void shouldKeepEveryCheckpointThatWasCreatedOnADiskThatIsFullForAMoment() {
    Seeds.forEach(
        100,
        seed ->
            failures(
                seed, FaultPlan.once(Fault.NO_SPACE, 1 + seed % OPERATIONS, Operation.GROWTH)));
  }
}

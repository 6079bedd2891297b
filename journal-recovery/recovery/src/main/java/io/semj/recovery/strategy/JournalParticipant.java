package io.semj.recovery.strategy;

import io.semj.core.storage.JournalDirectory;
import io.semj.error.RecoveryException;
import io.semj.recovery.facts.FactsScanner;
import io.semj.recovery.facts.LostSequences;
import io.semj.recovery.facts.RecoveryFacts;
import io.semj.recovery.strategy.RecoveryIntent.Content;
import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkListener;
import io.semj.recovery.work.WorkMeter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Another journal that goes back together with the one that is recovered. Its cuts are told by its
 * own events. Once it is prepared an intent stands in its directory, so nobody can write to it
 * before the decision came, whatever is killed meanwhile. One thread.
 */
public final class JournalParticipant implements RecoveryParticipant, AutoCloseable {
  private final String name;
  private final JournalDirectory directory;
  private final CutMarker marker;
  private final long quarantineCap;
  private final Work work = new Work(new WorkControl(), new WorkMeter(WorkListener.NONE));
  private JournalHold hold;

  /**
   * A participant.
   *
   * @param name of it
   * @param directory of its journal
   * @param marker tells its cuts
   * @param quarantineCap how many bytes its quarantine may have
   */
  public JournalParticipant(String name, Path directory, CutMarker marker, long quarantineCap) {
    this.name = name;
    this.directory = JournalDirectory.existing(directory);
    this.marker = marker;
    this.quarantineCap = quarantineCap;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public OptionalLong latestCut(long atMost) {
    return cuts().latest(atMost);
  }

  private MarkedCuts cuts() {
    return new MarkedCuts(directory.path(), marker, work);
  }

  @Override
  public void prepare(long cut) {
    lock();
    RecoveryIntent intent = new RecoveryIntent(directory);
    if (intent.stands()) {
      throw new RecoveryException(
          "participant has an unfinished recovery: name=" + name + ", file=" + intent.file());
    }
    RecoveryFacts facts = new FactsScanner(directory, work.control(), work.meter()).thorough();
    List<RecoveryStep> steps = new CutPlanner(facts, cuts().sequenceOf(cut)).plan();
    RecoveryPlan plan =
        new RecoveryPlan(
            directory.path(),
            Optional.empty(),
            Optional.of(FailureType.LOST_PEER),
            RecoveryStrategy.COORDINATED,
            steps,
            LostSequences.NONE,
            List.of(),
            ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()));
    executor().requireRoom(plan);
    intent.write(new Content(plan, false, OptionalLong.of(cut)));
  }

  private PlanExecutor executor() {
    return new PlanExecutor(
        directory, hold, RecoveryRequest.automatic(), quarantineCap, work, new Tally());
  }

  @Override
  public void commit(long cut) {
    lock();
    try {
      RecoveryIntent intent = new RecoveryIntent(directory);
      if (intent.stands()) {
        executor().finish(preparedFor(cut, intent).plan());
      } else if (!cuts().latest(Long.MAX_VALUE).equals(OptionalLong.of(cut))) {
        throw new RecoveryException(
            "participant was not prepared for the cut: name=" + name + ", cut=" + cut);
      }
    } finally {
      close();
    }
  }

  private Content preparedFor(long cut, RecoveryIntent intent) {
    Content content = intent.read();
    if (!isPrepared(content, cut)) {
      throw new RecoveryException(
          "participant has another recovery to finish first: name="
              + name
              + ", cut="
              + cut
              + ", file="
              + intent.file());
    }
    return content;
  }

  @Override
  public void abort(long cut) {
    lock();
    try {
      RecoveryIntent intent = new RecoveryIntent(directory);
      if (intent.stands() && isPrepared(intent.read(), cut)) {
        intent.remove();
      }
    } finally {
      close();
    }
  }

  /** Whether an intent waits for the decision about a cut; any other is of another recovery. */
  private static boolean isPrepared(Content content, long cut) {
    return !content.decided()
        && content.plan().strategy() == RecoveryStrategy.COORDINATED
        && content.cut().equals(OptionalLong.of(cut));
  }

  private void lock() {
    if (hold == null) {
      hold = JournalHold.take(directory);
    }
  }

  /** Releases the journal; what was prepared stays so. Idempotent. */
  @Override
  public void close() {
    if (hold != null) {
      hold.close();
      hold = null;
    }
  }
}

package io.semj.recovery.strategy;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.Quarantine;
import io.semj.core.storage.Quarantine.Why;
import io.semj.core.storage.QuarantineManifest;
import io.semj.core.storage.StorageErrors;
import io.semj.error.RecoveryException;
import io.semj.error.StorageException;
import io.semj.format.SegmentReanchor;
import io.semj.recovery.facts.ObservedHead;
import io.semj.recovery.strategy.RecoveryIntent.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What to do with an intent that fails its checksum. Its second line, which has a checksum of its
 * own, tells what recovery it is. Its steps can be done without if
 *
 * <ol>
 *   <li>it is a salvage in place: what is left to do shows in the journal as it is now;
 *   <li>it is a cut, and none of its steps was begun: each writes an entry into the quarantine's
 *       manifest first;
 *   <li>it is a cut, and the last of its steps is done: the re-anchor that it writes is there.
 * </ol>
 *
 * <p>A cut half done needs its steps: only they tell where it was to be. So does a recovery with
 * participants, who may have gone back already, and a salvage into another directory.
 */
final class DamagedIntent {
  private static final String TIME = "{\"time\":\"";

  private final JournalDirectory directory;
  private final RecoveryIntent intent;

  DamagedIntent(JournalDirectory directory, RecoveryIntent intent) {
    this.directory = directory;
    this.intent = intent;
  }

  /**
   * Returns when the intent can be done without.
   *
   * @param damage what reading it has thrown
   * @throws RecoveryException when it is needed
   */
  void requireUnneeded(StorageException damage) {
    Optional<Content> header = intent.readHeader();
    boolean unneeded = header.isPresent() && isUnneeded(header.get().plan());
    if (!unneeded) {
      String what =
          header
              .map(h -> "strategy=" + h.plan().strategy() + ", steps may be half done")
              .orElse("what recovery it is cannot be told");
      RecoveryException needed =
          new RecoveryException(
              damage.getMessage()
                  + ", "
                  + what
                  + "; see the quarantine's MANIFEST for what was moved, bring back an undamaged"
                  + " intent, or salvage into another directory");
      needed.initCause(damage);
      throw needed;
    }
  }

  private boolean isUnneeded(RecoveryPlan begun) {
    if (begun.output().isPresent()) {
      return false;
    }
    return switch (begun.strategy()) {
      case EMERGENCY -> true;
      case PARTIAL, ROLLBACK ->
          nothingTakenOutSince(begun.createdNanos()) || isCut(begun.createdNanos());
      default -> false;
    };
  }

  private boolean nothingTakenOutSince(long nanos) {
    Instant since = Instant.EPOCH.plus(nanos, ChronoUnit.NANOS);
    try {
      return QuarantineManifest.lines(directory).stream()
          .map(line -> line.substring(TIME.length(), line.indexOf('"', TIME.length())))
          .noneMatch(time -> !Instant.parse(time).isBefore(since));
    } catch (IOException e) {
      throw StorageErrors.translate(
          e, directory.resolve(JournalDirectory.QUARANTINE), "read manifest");
    }
  }

  private boolean isCut(long nanos) {
    return directory.segments().stream()
        .map(ObservedHead::look)
        .flatMap(head -> head.head().stream())
        .flatMap(head -> head.reanchor().stream())
        .anyMatch(
            r -> r.timeNanos() == nanos && r.kind().equals(Optional.of(SegmentReanchor.Kind.CUT)));
  }

  /** Takes it to the quarantine, for somebody to look at. */
  Path setAside() {
    try {
      Why why = new Why("recovery intent is damaged, and nothing it says is needed", 0, 0);
      return new Quarantine(directory).move(intent.file(), why);
    } catch (IOException e) {
      throw StorageErrors.translate(e, intent.file(), "set aside");
    }
  }
}

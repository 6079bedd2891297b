package io.semj.recovery.strategy;

import io.semj.core.checkpoint.Checkpoint;
import io.semj.format.SegmentIdentity;
import io.semj.recovery.facts.BlockWindow;
import io.semj.recovery.facts.Continuation;
import java.util.Optional;

/**
 * One step of a plan. Each can be carried out again when it was cut short, and does nothing when it
 * is done.
 */
public sealed interface RecoveryStep {
  /**
   * What the step does.
   *
   * @return a line for a person
   */
  String describe();

  /**
   * Whether the step changes files, so that it must be finished once it was begun.
   *
   * @return false for a step that only reads
   */
  default boolean changesFiles() {
    return true;
  }

  /** The tail is cut and sealed as opening the journal would do it. */
  record MendTail() implements RecoveryStep {
    @Override
    public String describe() {
      return "mend the tail and seal the last segment, as opening the journal would";
    }
  }

  /**
   * The journal is opened and closed: that mends its tail, and writes the events that wait in the
   * ring of a process that was killed.
   */
  record OpenOnce() implements RecoveryStep {
    @Override
    public String describe() {
      return "open and close the journal: mends the tail, writes what waits in the ring";
    }
  }

  /**
   * The ring of a process that was killed goes to the quarantine: its events come behind a cut.
   *
   * @param events how many wait in it
   */
  record SetRingAside(long events) implements RecoveryStep {
    @Override
    public String describe() {
      return "set the ring aside, in which " + events + " events wait";
    }
  }

  /**
   * A file goes to the quarantine.
   *
   * @param file its path below the journal's directory
   * @param reason why
   * @param firstSequence of the events in it, 0 when not known
   * @param lastSequence of the events in it, 0 when not known
   * @param events how many are in it
   * @param bytes of it
   */
  record SetAside(
      String file, String reason, long firstSequence, long lastSequence, long events, long bytes)
      implements RecoveryStep {
    @Override
    public String describe() {
      return "set aside " + file + " (" + bytes + " bytes, " + events + " events): " + reason;
    }
  }

  /**
   * A segment is written anew from the blocks that prove themselves in a window; the original goes
   * to the quarantine.
   *
   * @param file the segment's name
   * @param cut whether events are taken out on purpose; else what is not written is damaged
   * @param window where and what to look for
   * @param rebuilt what the segment is, where its own head does not tell
   * @param continuation what the next segment continues from
   * @param events how many will be in it
   * @param removed how many sound events will not be in it
   * @param bytes of the original
   */
  record Rewrite(
      String file,
      boolean cut,
      BlockWindow window,
      Optional<SegmentIdentity> rebuilt,
      Continuation continuation,
      long events,
      long removed,
      long bytes)
      implements RecoveryStep {
    @Override
    public String describe() {
      String kept = events + " events";
      return cut
          ? "rewrite "
              + file
              + " up to sequence "
              + window.throughSequence()
              + ": keeps "
              + kept
              + ", cuts "
              + removed
          : "rewrite " + file + " from the blocks that prove themselves: keeps " + kept;
    }
  }

  /**
   * A sound file is copied to the place that is salvaged into.
   *
   * @param file its path below the journal's directory
   * @param events how many are in it
   * @param bytes of it
   */
  record CopyFile(String file, long events, long bytes) implements RecoveryStep {
    @Override
    public String describe() {
      return "copy " + file + " (" + bytes + " bytes, " + events + " events)";
    }
  }

  /**
   * The state of a checkpoint is handed over.
   *
   * @param checkpoint to restore
   */
  record Restore(Checkpoint checkpoint) implements RecoveryStep {
    @Override
    public String describe() {
      return "restore checkpoint "
          + checkpoint.id()
          + " (sequence "
          + checkpoint.sequence()
          + ", snapshot of "
          + checkpoint.snapshotBytes()
          + " bytes)";
    }

    @Override
    public boolean changesFiles() {
      return false;
    }
  }

  /**
   * Every event from a sequence on is read, checked and handed over.
   *
   * @param fromSequence the first
   */
  record Replay(long fromSequence) implements RecoveryStep {
    @Override
    public String describe() {
      return "replay every event from sequence " + fromSequence + " on";
    }

    @Override
    public boolean changesFiles() {
      return false;
    }
  }

  /**
   * A participant gets ready to go back to a cut.
   *
   * @param participant its name
   * @param cut to go back to
   */
  record Prepare(String participant, long cut) implements RecoveryStep {
    @Override
    public String describe() {
      return "participant " + participant + " prepares to go back to cut " + cut;
    }
  }

  /**
   * A participant goes back to a cut, which is decided.
   *
   * @param participant its name
   * @param cut to go back to
   */
  record Commit(String participant, long cut) implements RecoveryStep {
    @Override
    public String describe() {
      return "participant " + participant + " goes back to cut " + cut;
    }
  }
}

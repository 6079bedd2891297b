package io.semj.harness;

import io.semj.core.JournalState;
import io.semj.core.JournalStatus;
import io.semj.core.SemanticJournal;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.error.JournalException;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** The process that is broken: opens the journal, emits until it is ended, and reports. */
final class HarnessChild {
  /** Values of {@link Claims.Word#PHASE}. */
  static final long OPENING = 1;

  static final long EMITTING = 2;

  /** Values of {@link Claims.Word#STATE}. */
  static final long FULL = 1;

  static final long FAILED = 2;
  static final long NOT_OPENED = 3;
  private static final long LOOK_NANOS = 500_000;

  private HarnessChild() {}

  public static void main(String[] arguments) throws IOException {
    Task task = Task.parse(arguments);
    Claims claims = Claims.open(task.claims());
    warmUp();
    claims.set(Claims.Word.PHASE, OPENING);
    SemanticJournal journal;
    try {
      journal = SemanticJournal.open(task.config());
    } catch (JournalException e) {
      System.err.println("child: not opened: " + e.getMessage());
      claims.set(Claims.Word.STATE, NOT_OPENED);
      return;
    }
    long before = journal.status().lastEmittedSequence();
    int emitters = task.mode() == Task.Mode.OPEN ? 0 : Claims.THREADS;
    for (int thread = 0; thread < emitters; thread++) {
      start(new Emitter(journal, claims, task, thread));
    }
    if (task.mode() == Task.Mode.CHECKPOINT) {
      start(() -> checkpoint(journal, claims));
    }
    if (task.mode() == Task.Mode.COMPACT) {
      start(new Compacting(task.directory(), before));
    }
    claims.set(Claims.Word.PHASE, EMITTING);
    report(journal, claims);
  }

  /** Loads what opening needs, so that a kill during the opening meets the opening. */
  private static void warmUp() {
    Task.parse("/", "/", "0", "0", "EMIT", "MAPPED", "PRIVATE").config();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private static void report(SemanticJournal journal, Claims claims) {
    while (true) {
      JournalStatus status = journal.status();
      claims.set(Claims.Word.WRITTEN, status.writtenSequence());
      claims.set(Claims.Word.DURABLE, status.durableSequence());
      if (status.state() == JournalState.FAILED && claims.get(Claims.Word.STATE) != FAILED) {
        claims.set(Claims.Word.DURABLE_AT_FAILURE, journal.status().durableSequence());
        claims.set(Claims.Word.STATE, FAILED);
      } else if (status.state() != JournalState.FAILED) {
        claims.set(Claims.Word.STATE, status.state() == JournalState.SPACE_FULL ? FULL : 0);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static void checkpoint(SemanticJournal journal, Claims claims) {
    try {
      while (true) {
        Checkpoint created =
            journal.createCheckpoint(
                out -> {
                  long sequence = journal.status().writtenSequence();
                  out.write(Snapshot.of(sequence));
                  return sequence;
                });
        claims.set(Claims.Word.CHECKPOINT, created.id());
      }
    } catch (JournalException refused) {
      System.err.println("child: no checkpoint: " + refused.getMessage());
    }
  }
}

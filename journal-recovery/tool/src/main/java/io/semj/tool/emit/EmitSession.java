package io.semj.tool.emit;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.error.JournalException;
import io.semj.tool.ExitCode;
import io.semj.tool.Terminal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run of {@code emit}: opens the journal, takes the input, acknowledges, closes. */
final class EmitSession {
  private static final long STOP_PATIENCE_SECONDS = 30;
  private static final long CLOSE_PATIENCE_MILLIS = 1_000;

  private final Terminal terminal;
  private final JournalConfig config;
  private final CountDownLatch finished = new CountDownLatch(1);

  EmitSession(Terminal terminal, JournalConfig config) {
    this.terminal = terminal;
    this.config = config;
  }

  int run(boolean print, boolean skipBad, Duration fullDiskPatience) {
    SemanticJournal journal = SemanticJournal.open(config);
    Thread hook = null;
    boolean closed = false;
    try {
      long before = journal.status().lastEmittedSequence();
      Intake intake = new Intake(before);
      hook = stopOnSignal(intake);
      InputPump pump = new InputPump(terminal, journal, intake, skipBad);
      Thread thread = new Thread(pump, "semj-input");
      thread.setDaemon(true);
      thread.start();
      new Acknowledger(journal, terminal.out(), print, fullDiskPatience, before).follow(intake);
      rethrow(intake.failure());
      journal.close();
      closed = true;
      return pump.badLines() == 0 ? ExitCode.OK : ExitCode.BAD_INPUT;
    } finally {
      if (!closed) {
        abandon(journal);
      }
      finished.countDown();
      unhook(hook);
    }
  }

  /** SIGTERM and SIGINT end the input; what came before is still made durable. */
  private Thread stopOnSignal(Intake intake) {
    Thread hook =
        new Thread(
            () -> {
              intake.end();
              try {
                finished.await(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "semj-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private static void unhook(Thread hook) {
    if (hook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending already, by that very hook.
      }
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /**
   * Gives a journal that failed a moment to close. What was acknowledged is durable without that,
   * and a full disk would keep the command waiting.
   */
  private static void abandon(SemanticJournal journal) {
    Thread closing =
        new Thread(
            () -> {
              try {
                journal.close();
              } catch (JournalException e) {
                // There is a better reason already.
              }
            },
            "semj-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

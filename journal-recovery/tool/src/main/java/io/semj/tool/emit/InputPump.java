package io.semj.tool.emit;

import io.semj.core.JournalClock;
import io.semj.core.SemanticJournal;
import io.semj.error.EventTooLargeException;
import io.semj.error.KernelLimitException;
import io.semj.error.SerializationException;
import io.semj.event.SemanticEvent;
import io.semj.tool.Terminal;
import io.semj.tool.json.BadEventException;
import io.semj.tool.json.EventJsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;

/** Emits the lines of the input. Runs on a thread of its own, which may stay in a read for ever. */
final class InputPump implements Runnable {
  private final Terminal terminal;
  private final SemanticJournal journal;
  private final Intake intake;
  private final boolean skipBad;
  private final JsonLines lines;
  private final EventJsonReader reader = new EventJsonReader(JournalClock.system());
  private final AtomicLong badLines = new AtomicLong();

  InputPump(Terminal terminal, SemanticJournal journal, Intake intake, boolean skipBad) {
    this.terminal = terminal;
    this.journal = journal;
    this.intake = intake;
    this.skipBad = skipBad;
    this.lines = new JsonLines(terminal.in());
  }

  /** How many lines were no events. To be asked once the intake has ended. */
  long badLines() {
    return badLines.get();
  }

  @Override
  public void run() {
    try {
      boolean more = true;
      while (more && !intake.hasEnded()) {
        more = takeLine();
      }
      intake.end();
    } catch (IOException e) {
      intake.fail(new UncheckedIOException("cannot read standard input: " + e.getMessage(), e));
    } catch (Throwable e) {
      intake.fail(e);
    }
  }

  /** False at the end. */
  private boolean takeLine() throws IOException {
    try {
      if (!lines.next()) {
        return false;
      }
      SemanticEvent event = reader.read(lines.chars(), lines.offset(), lines.length());
      intake.emitted(journal.emitEvent(event));
      return true;
    } catch (BadEventException
        | KernelLimitException
        | EventTooLargeException
        | SerializationException e) {
      terminal.complain("line " + lines.number() + ": " + e.getMessage());
      badLines.incrementAndGet();
      return skipBad;
    }
  }
}

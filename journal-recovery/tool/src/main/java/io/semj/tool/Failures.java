package io.semj.tool;

import io.semj.error.ChecksumMismatchException;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.ForeignFileException;
import io.semj.error.JournalException;
import io.semj.tool.Output.OutputException;
import java.io.UncheckedIOException;

/** Turns the end of a verb by an exception into one line and an exit code. */
final class Failures {
  private Failures() {}

  /** Whether a journal's bytes are not what was written. */
  static boolean isDamage(Throwable failure) {
    return failure instanceof CorruptionException
        || failure instanceof ChecksumMismatchException
        || failure instanceof ConsistencyException
        || failure instanceof ForeignFileException;
  }

  static int report(Terminal terminal, Verb verb, Throwable failure) {
    if (failure instanceof OutputException output) {
      if (output.readerIsGone()) {
        return ExitCode.OK;
      }
      terminal.complain(output.getMessage());
      return ExitCode.FAILED;
    }
    if (verb != null && verb.debug()) {
      failure.printStackTrace(terminal.err());
    }
    if (failure instanceof JournalException || failure instanceof UncheckedIOException) {
      terminal.complain(failure.getMessage());
      return verb == null ? ExitCode.FAILED : verb.exitCodeOf((RuntimeException) failure);
    }
    if (failure instanceof OutOfMemoryError) {
      terminal.complain("out of memory: give it more with java -Xmx…");
      return ExitCode.FAILED;
    }
    terminal.complain("internal error, --debug shows more: " + failure);
    return ExitCode.INTERNAL;
  }
}

package io.semj.tool.look;

import io.semj.query.IndexVerifier;
import io.semj.recovery.IntegrityProblem;
import io.semj.recovery.IntegrityReport;
import io.semj.recovery.IntegrityVerifier;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code semj verify}. */
@Command(
    name = "verify",
    description = {
      "Proves that a journal is what was written: every head, block, record, checksum, sequence and"
          + " link of the chain; and that index files agree with their segments.",
      "Exit code 0: sound, 1: damaged, 2: could not look."
    })
public final class VerifyVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but problems.")
  private boolean quiet;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public VerifyVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    JournalPlace.require(directory);
    IntegrityReport report = new IntegrityVerifier(directory).verify();
    if (!quiet || !report.isSound()) {
      out().line(report.toString());
    }
    if (report.isSound()) {
      return verifyIndexes();
    }
    if (report.problems().stream().allMatch(p -> p.kind() == IntegrityProblem.Kind.TORN_TAIL)) {
      out().line("the torn tail is what a crash leaves: opening the journal for writing mends it");
    }
    return couldNotLook(report) ? ExitCode.BAD_INPUT : ExitCode.DAMAGED;
  }

  /** Only behind a sound journal: what it is held against has to be right. */
  private int verifyIndexes() {
    IndexVerifier.Report indexes = IndexVerifier.verify(directory);
    if (!quiet && indexes.sound() + indexes.stale() > 0) {
      out().line("indexes " + indexes.sound() + " sound, " + indexes.stale() + " stale");
    }
    for (IndexVerifier.Problem problem : indexes.problems()) {
      out().line(problem.what() + ", file=" + problem.file() + "; delete it, it is made again");
    }
    return indexes.problems().isEmpty() ? ExitCode.OK : ExitCode.DAMAGED;
  }

  private static boolean couldNotLook(IntegrityReport report) {
    return report.problems().stream().allMatch(p -> p.kind() == IntegrityProblem.Kind.UNREADABLE);
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    return ExitCode.BAD_INPUT;
  }
}

package io.semj.tool.mend;

import io.semj.error.JournalNotFoundException;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.strategy.RecoveryReport;
import io.semj.recovery.strategy.RecoveryRequest;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.SilentLog;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code semj salvage}. */
@Command(
    name = "salvage",
    description =
        "Writes every block of a journal that proves itself to a new journal in OUT, and says which"
            + " sequences are lost: the exit code is 4 then. DIR is not touched.")
public final class SalvageVerb extends Verb {
  @Parameters(index = "0", paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Parameters(index = "1", paramLabel = "OUT", description = "Directory to make.")
  private Path output;

  @Option(names = "--json", description = "The report as one JSON object.")
  private boolean json;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public SalvageVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    JournalPlace.require(directory);
    JournalPlace.requireNoFile(output);
    SilentLog.apply();
    RecoveryReport report =
        JournalRecovery.of(directory).recover(RecoveryRequest.salvageInto(output));
    out().line(json ? report.toJson() : report.toString().stripTrailing());
    return report.lost().isEmpty() ? ExitCode.OK : ExitCode.EVENTS_LOST;
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    return failure instanceof JournalNotFoundException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
  }
}

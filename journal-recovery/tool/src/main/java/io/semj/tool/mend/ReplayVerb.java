package io.semj.tool.mend;

import io.semj.recovery.replay.DamagePolicy;
import io.semj.recovery.replay.Replay;
import io.semj.recovery.replay.ReplayOptions;
import io.semj.recovery.replay.ReplayReport;
import io.semj.recovery.replay.ReplayValidation;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import io.semj.tool.read.SelectionOptions;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code semj replay}. */
@Command(
    name = "replay",
    description = {
      "Reads and checks what a replay would give to an application, and says what it found. Giving"
          + " it to one takes a program.",
      "Exit code 1 when something is not as it must be."
    })
public final class ReplayVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(names = "--dry-run", description = "Has to be given.")
  private boolean dryRun;

  @Option(
      names = "--validation",
      paramLabel = "MODE",
      defaultValue = "FULL",
      description =
          "none, checksum, full (by default: the chain and what is durable, too) or strict"
              + " (causality and transactions, too).")
  private ReplayValidation validation;

  @Option(names = "--past-damage", description = "Go on behind damage, and tell what is lost.")
  private boolean pastDamage;

  @Option(names = "--json", description = "The report as one JSON object.")
  private boolean json;

  @Mixin private SelectionOptions filters;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public ReplayVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (!dryRun) {
      throw filters.refused("replay needs an application: only --dry-run can be done here");
    }
    JournalPlace.require(directory);
    ReplayOptions options =
        ReplayOptions.builder()
            .filter(filters.filter())
            .validation(validation)
            .onDamage(pastDamage ? DamagePolicy.SKIP : DamagePolicy.STOP)
            .build();
    ReplayReport report = new Replay(directory, options).dryRun();
    out().line(json ? report.toJson() : report.toString());
    return report.isClean() ? ExitCode.OK : ExitCode.DAMAGED;
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    return exitCodeOfFinding(failure);
  }
}

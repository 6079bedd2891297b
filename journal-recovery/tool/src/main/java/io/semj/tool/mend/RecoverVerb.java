package io.semj.tool.mend;

import io.semj.error.JournalNotFoundException;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.facts.LostSequences;
import io.semj.recovery.strategy.FailureType;
import io.semj.recovery.strategy.RecoveryPlan;
import io.semj.recovery.strategy.RecoveryReport;
import io.semj.recovery.strategy.RecoveryRequest;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.SilentLog;
import io.semj.tool.Terminal;
import io.semj.tool.TimeText;
import io.semj.tool.Verb;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code semj recover}. */
@Command(
    name = "recover",
    description = {
      "Brings a journal back after a crash or damage, and prints what was done. Without --strategy"
          + " what is found decides. What is taken out of the journal goes to its quarantine. A"
          + " recovery that was begun and cut short is finished instead.",
      "The journal must not be open for writing. --dry-run prints the plan and changes nothing.",
      "Exit code 4 when it is done, but events are lost, or would be."
    })
public final class RecoverVerb extends Verb {
  private static final long NANOS = 1_000_000_000L;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description =
          "full-replay (mend the tail, check every event), partial (cut behind --through-seq or"
              + " --through-time), incremental-restore (prove a checkpoint and what follows it),"
              + " emergency (keep every block that proves itself), rollback (cut behind a"
              + " checkpoint).")
  private String strategy;

  @Option(
      names = "--failure",
      paramLabel = "NAME",
      converter = FailureName.class,
      description =
          "What happened, to choose the strategy by: system-crash, data-corruption,"
              + " storage-failure, invalid-state, lost-peer, incomplete-transaction, truncation,"
              + " inconsistent-checkpoint.")
  private FailureType failure;

  @Option(
      names = "--through-seq",
      paramLabel = "N",
      description = "For partial: the last sequence to keep.")
  private Long throughSequence;

  @Option(
      names = "--through-time",
      paramLabel = "TIME",
      converter = TimeText.OfInstant.class,
      description = "For partial: the last moment to keep, in the form that cat --since takes.")
  private Long throughTime;

  @Option(
      names = "--checkpoint",
      paramLabel = "ID",
      description = "For incremental-restore and rollback: this one, not the newest good one.")
  private Long checkpoint;

  @Option(names = "--dry-run", description = "Print the plan, and change nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Plan or report as one JSON object.")
  private boolean json;

  /** Reads a failure in small letters with hyphens. */
  static final class FailureName implements ITypeConverter<FailureType> {
    @Override
    public FailureType convert(String text) {
      return Arrays.stream(FailureType.values())
          .filter(type -> Words.of(type).equals(Words.of(text)))
          .findAny()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + text
                          + "' is not one of "
                          + Arrays.stream(FailureType.values())
                              .map(Words::of)
                              .collect(Collectors.joining(", "))));
    }
  }

  /** Names in small letters with hyphens. */
  private static final class Words {
    static String of(Object name) {
      return name.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public RecoverVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    RecoveryRequest request = request();
    JournalPlace.require(directory);
    SilentLog.apply();
    JournalRecovery recovery = JournalRecovery.of(directory);
    LostSequences lost;
    if (dryRun) {
      RecoveryPlan plan = recovery.plan(request);
      lost = plan.lost();
      out().line(json ? plan.toJson() : plan.toString().stripTrailing());
    } else {
      RecoveryReport report = recovery.recover(request);
      lost = report.lost();
      out().line(json ? report.toJson() : report.toString().stripTrailing());
    }
    return lost.isEmpty() ? ExitCode.OK : ExitCode.EVENTS_LOST;
  }

  private RecoveryRequest request() {
    RecoveryRequest request = strategy == null ? automatic() : named(Words.of(strategy));
    return checkpoint == null ? request : request.checkpoint(checkpoint);
  }

  private RecoveryRequest automatic() {
    if (throughSequence != null || throughTime != null) {
      return partial();
    }
    return failure == null ? RecoveryRequest.automatic() : RecoveryRequest.after(failure);
  }

  private RecoveryRequest named(String name) {
    if (failure != null) {
      throw refused("--strategy and --failure contradict each other: one of them chooses");
    }
    return switch (name) {
      case "full-replay" -> RecoveryRequest.fullReplay();
      case "partial" -> partial();
      case "incremental-restore" -> RecoveryRequest.incrementalRestore();
      case "emergency" -> RecoveryRequest.emergency();
      case "rollback" -> RecoveryRequest.rollback();
      case "coordinated" ->
          throw refused("a coordinated recovery needs the other participants, in a program");
      default -> throw refused("--strategy is not known: " + strategy);
    };
  }

  private RecoveryRequest partial() {
    if (throughSequence != null && throughTime == null && throughSequence >= 0) {
      return RecoveryRequest.partialThrough(throughSequence);
    }
    if (throughTime != null && throughSequence == null) {
      return RecoveryRequest.partialThrough(
          Instant.ofEpochSecond(
              Math.floorDiv(throughTime, NANOS), Math.floorMod(throughTime, NANOS)));
    }
    throw refused("partial needs either --through-seq, from 0, or --through-time");
  }

  private ParameterException refused(String reason) {
    return new ParameterException(spec.commandLine(), reason);
  }

  @Override
  protected int exitCodeOf(RuntimeException failed) {
    return failed instanceof JournalNotFoundException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
  }
}

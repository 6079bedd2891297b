package io.semj.tool.look;

import io.semj.query.IndexVerifier;
import io.semj.recovery.IntegrityProblem;
import io.semj.recovery.IntegrityReport;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JsonText;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import java.nio.file.Path;
import java.util.Optional;
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

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

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
    // Only behind a sound journal: what indexes are held against has to be right.
    Optional<IndexVerifier.Report> indexes =
        report.isSound() ? Optional.of(IndexVerifier.verify(directory)) : Optional.empty();
    boolean sound = indexes.isPresent() && indexes.get().problems().isEmpty();
    if (!quiet || !sound) {
      if (json) {
        out().line(json(report, indexes, sound));
      } else {
        print(report, indexes);
      }
    }
    if (sound) {
      return ExitCode.OK;
    }
    return couldNotLook(report) ? ExitCode.BAD_INPUT : ExitCode.DAMAGED;
  }

  private void print(IntegrityReport report, Optional<IndexVerifier.Report> indexes) {
    if (!quiet || !report.isSound()) {
      out().line(report.toString());
    }
    if (!report.isSound()
        && report.problems().stream().allMatch(p -> p.kind() == IntegrityProblem.Kind.TORN_TAIL)) {
      out().line("the torn tail is what a crash leaves: opening the journal for writing mends it");
    }
    indexes.ifPresent(
        found -> {
          if (!quiet && found.sound() + found.stale() > 0) {
            out().line("indexes " + found.sound() + " sound, " + found.stale() + " stale");
          }
          for (IndexVerifier.Problem problem : found.problems()) {
            out()
                .line(
                    problem.what() + ", file=" + problem.file() + "; delete it, it is made again");
          }
        });
  }

  private static String json(
      IntegrityReport report, Optional<IndexVerifier.Report> indexes, boolean sound) {
    IntegrityReport.Totals totals = report.totals();
    JsonText text = JsonText.object().put("directory", report.directory()).put("sound", sound);
    text.put("segments", totals.segments()).put("sealed_segments", totals.sealedSegments());
    text.put("blocks", totals.blocks()).put("events", totals.events());
    text.put("stored_bytes", totals.storedBytes());
    text.put("light_blocks", totals.lightBlocks());
    text.put("uncompressed_bytes", totals.uncompressedBytes());
    text.put("first_sequence", totals.firstSequence()).put("last_sequence", totals.lastSequence());
    text.put("gaps", report.gapCount()).put("dropped_events", report.droppedEvents());
    text.put("rewritten_segments", report.rewrittenCount());
    text.put("removed_events", report.removedEvents());
    text.put("problem_count", report.problemCount());
    text.put(
        "problems",
        report.problems().stream()
            .map(
                problem ->
                    JsonText.object()
                        .put("kind", problem.kind())
                        .put("file", problem.file())
                        .put("position", problem.position())
                        .put("what", problem.what()))
            .toList());
    text.put("sound_indexes", indexes.map(IndexVerifier.Report::sound));
    text.put("stale_indexes", indexes.map(IndexVerifier.Report::stale));
    text.put(
        "index_problems",
        indexes.stream()
            .flatMap(found -> found.problems().stream())
            .map(
                problem ->
                    JsonText.object().put("file", problem.file()).put("what", problem.what()))
            .toList());
    return text.toString();
  }

  private static boolean couldNotLook(IntegrityReport report) {
    return !report.isSound()
        && report.problems().stream().allMatch(p -> p.kind() == IntegrityProblem.Kind.UNREADABLE);
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    return exitCodeOfFinding(failure);
  }
}

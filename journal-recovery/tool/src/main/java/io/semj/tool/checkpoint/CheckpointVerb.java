package io.semj.tool.checkpoint;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.CheckpointCheck;
import io.semj.core.checkpoint.CheckpointFit;
import io.semj.core.checkpoint.CheckpointStore;
import io.semj.core.checkpoint.DamagedCheckpoint;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.JournalException;
import io.semj.error.JournalNotFoundException;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.SilentLog;
import io.semj.tool.Terminal;
import io.semj.tool.TextTable;
import io.semj.tool.TimeText;
import io.semj.tool.Verb;
import io.semj.tool.read.LastSequence;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semj checkpoint}. */
@Command(
    name = "checkpoint",
    description = {
      "list: prints the checkpoints of a journal, newest first; damaged ones too, which makes the"
          + " exit code 1.",
      "show: prints one of them, by its id, or the newest good one of the journal as it is now.",
      "create: makes one without a snapshot, which only the application could give. This opens the"
          + " journal for writing."
    })
public final class CheckpointVerb extends Verb {
  /** What to do. */
  public enum Action {
    /** Print all. */
    LIST,
    /** Make one. */
    CREATE,
    /** Print one. */
    SHOW
  }

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ACTION", description = "list, create or show.")
  private Action action;

  @Parameters(index = "1", paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(names = "--id", paramLabel = "N", description = "Which one to show.")
  private Long id;

  private long end;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public CheckpointVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (id != null && action != Action.SHOW) {
      throw new ParameterException(spec.commandLine(), "--id is of use to show only");
    }
    JournalPlace.require(directory);
    return switch (action) {
      case LIST -> list();
      case CREATE -> create();
      case SHOW -> show();
    };
  }

  private int list() {
    CheckpointStore store = CheckpointStore.of(directory);
    TextTable table = new TextTable("ID", "SEQUENCE", "CREATED", "SNAPSHOT BYTES");
    for (Checkpoint checkpoint : store.list()) {
      table.row(
          Long.toString(checkpoint.id()),
          Long.toString(checkpoint.sequence()),
          TimeText.format(checkpoint.createdNanos()),
          String.format(Locale.ROOT, "%,d", checkpoint.snapshotBytes()));
    }
    table.print(out());
    List<DamagedCheckpoint> damaged = store.damaged();
    for (DamagedCheckpoint checkpoint : damaged) {
      String reason = checkpoint.file().getFileName() + ": " + checkpoint.reason().getMessage();
      out().line("DAMAGED " + Terminal.oneLine(reason));
    }
    return damaged.isEmpty() ? ExitCode.OK : ExitCode.DAMAGED;
  }

  /** Whether it is of this journal as it is, so that it would be recovered from. */
  private boolean fits(Checkpoint checkpoint) {
    return CheckpointCheck.fit(directory, checkpoint, end) == CheckpointFit.FITS;
  }

  private int show() {
    if (id == null) {
      end = LastSequence.of(JournalDirectory.existing(directory));
    }
    CheckpointStore store = CheckpointStore.of(directory);
    Checkpoint checkpoint =
        (id == null ? store.newestGood(this::fits) : store.find(id))
            .orElseThrow(
                () ->
                    new JournalNotFoundException(
                        "no such checkpoint: directory="
                            + directory
                            + ", id="
                            + (id == null ? "the newest good one" : id)));
    field("file", checkpoint.file().toString());
    field("id", Long.toString(checkpoint.id()));
    field("journal id", checkpoint.journalId().toString());
    field("created", TimeText.format(checkpoint.createdNanos()));
    field("sequence", Long.toString(checkpoint.sequence()));
    field(
        "position",
        "generation "
            + checkpoint.position().generation()
            + ", byte "
            + checkpoint.position().endPosition()
            + ", behind sequence "
            + checkpoint.position().sequence()
            + " and block "
            + checkpoint.position().blockId());
    field("chain digest", HexFormat.of().formatHex(checkpoint.position().digest().toBytes()));
    field("snapshot", String.format(Locale.ROOT, "%,d bytes", checkpoint.snapshotBytes()));
    try {
      store.verify(checkpoint);
      field("verified", "sound");
      return ExitCode.OK;
    } catch (JournalException e) {
      field("verified", "DAMAGED: " + e.getMessage());
      return ExitCode.DAMAGED;
    }
  }

  private int create() {
    SilentLog.apply();
    try (SemanticJournal journal = SemanticJournal.open(JournalConfig.builder(directory).build())) {
      Checkpoint made = journal.createCheckpoint();
      out().format("checkpoint %d behind sequence %d", made.id(), made.sequence());
    }
    return ExitCode.OK;
  }

  private void field(String name, String value) {
    out().format("%-13s %s", name, Terminal.oneLine(value));
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    boolean writing = action == Action.CREATE && !(failure instanceof JournalNotFoundException);
    return writing ? ExitCode.FAILED : super.exitCodeOf(failure);
  }
}

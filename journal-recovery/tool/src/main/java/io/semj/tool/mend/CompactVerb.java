package io.semj.tool.mend;

import io.semj.error.JournalNotFoundException;
import io.semj.format.BlockCompression;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.upkeep.Compaction;
import io.semj.recovery.upkeep.CompactionReport;
import io.semj.recovery.upkeep.Compactor;
import io.semj.recovery.upkeep.LatestKey;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.SilentLog;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import io.semj.tool.read.SelectionOptions;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code semj compact}. */
@Command(
    name = "compact",
    description = {
      "Writes closed segments anew: with the events that the filters want and no others, with the"
          + " latest event of each key (--latest-by), or with another compression. Sequences stay"
          + " what they are. May be used on a journal that is being written; the newest segment is"
          + " left alone.",
      "What is left out is gone, unless --originals keeps the old files. --dry-run says what would"
          + " be done, and changes nothing."
    })
public final class CompactVerb extends Verb {
  /** What the latest event is kept of. */
  public enum Key {
    /** The path. */
    PATH(ContextField.PATH),
    /** The agent. */
    AGENT(ContextField.AGENT_ID),
    /** The transaction. */
    TX(ContextField.TRANSACTION_ID),
    /** The session. */
    SESSION(ContextField.SESSION_ID);

    private final ContextField field;

    Key(ContextField field) {
      this.field = field;
    }
  }

  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(
      names = "--latest-by",
      paramLabel = "KEY",
      description =
          "Keep the latest event of each path, agent, tx or session; events without one are kept.")
  private Key latestBy;

  @Option(
      names = "--compression",
      paramLabel = "NAME",
      description = "Store the events with none, zlib, lz4 or zstd.")
  private BlockCompression compression;

  @Option(
      names = "--originals",
      paramLabel = "DIR",
      description = "Keep the files that are replaced in this directory.")
  private Path originals;

  @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "The report as one JSON object.")
  private boolean json;

  @Mixin private SelectionOptions kept;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public CompactVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    Compaction compaction = compaction();
    JournalPlace.require(directory);
    SilentLog.apply();
    Compactor compactor = new Compactor(directory, compaction);
    CompactionReport report = dryRun ? compactor.plan() : compactor.run();
    out().line(json ? report.toJson() : report.toString());
    return ExitCode.OK;
  }

  private Compaction compaction() {
    Compaction compaction = what();
    if (compression != null) {
      compaction = compaction.withCompression(compression);
    }
    return originals == null ? compaction : compaction.keepingOriginalsIn(originals);
  }

  private Compaction what() {
    if (latestBy != null) {
      if (kept.isAny()) {
        throw kept.refused("--latest-by and filters do not go together");
      }
      ContextField field = latestBy.field;
      return Compaction.latestPerKey(LatestKey.ofBytes(record -> stored(record, field)));
    }
    if (kept.isAny()) {
      return Compaction.keep(kept.filter());
    }
    if (compression != null) {
      return Compaction.recompress(compression);
    }
    throw kept.refused("nothing to do: give filters of what to keep, --latest-by or --compression");
  }

  /** The bytes of a context field, null when it is not set. */
  private static byte[] stored(RecordFlyweight record, ContextField field) {
    ContextReader context =
        new ContextReader().wrap(record.buffer(), record.contextOffset(), record.contextSize());
    while (context.next()) {
      if (context.isField(field)) {
        byte[] entry = new byte[context.entryLength()];
        record.buffer().getBytes(context.entryOffset(), entry);
        return entry;
      }
    }
    return null;
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    return failure instanceof JournalNotFoundException || dryRun
        ? super.exitCodeOf(failure)
        : ExitCode.FAILED;
  }
}

package io.semj.tool.ask;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.query.EventQuery;
import io.semj.query.IndexFiles;
import io.semj.query.IndexVerifier;
import io.semj.query.JournalQueries;
import io.semj.query.JournalQueries.UserKeys;
import io.semj.recovery.JsonText;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.TextTable;
import io.semj.tool.Verb;
import io.semj.tool.WholeJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code semj index}. */
@Command(
    name = "index",
    description = {
      "info: lists the closed segments and their index files.",
      "verify: holds the index files against their segments. Exit code 1 when one is wrong; one that"
          + " is missing or stale is not, since it is made when it is needed.",
      "rebuild: deletes the index files and makes them again."
    })
public final class IndexVerb extends Verb {
  private static final double PERCENT = 100;

  /** What to do. */
  public enum Action {
    /** List them. */
    INFO,
    /** Hold them against their segments. */
    VERIFY,
    /** Make them again. */
    REBUILD
  }

  @Parameters(index = "0", paramLabel = "ACTION", description = "info, verify or rebuild.")
  private Action action;

  @Parameters(index = "1", paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  /** A closed segment and its index. */
  private record Indexed(SegmentHead segment, Path file, long bytes) {
    boolean isThere() {
      return bytes >= 0;
    }

    double percent() {
      return PERCENT * bytes / segment.seal().orElseThrow().endPosition();
    }
  }

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public IndexVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    JournalDirectory journal = JournalPlace.require(directory);
    return switch (action) {
      case INFO -> info(journal);
      case VERIFY -> verify(journal);
      case REBUILD -> rebuild(journal);
    };
  }

  private static List<Indexed> indexed(JournalDirectory journal) {
    IndexFiles files = new IndexFiles(journal, 0);
    List<Indexed> all = new ArrayList<>();
    for (SegmentFile segment : journal.segments()) {
      if (!SegmentHead.isBlank(segment)) {
        SegmentHead head = SegmentHead.read(segment);
        if (head.seal().isPresent()) {
          Path file = files.path(head);
          all.add(new Indexed(head, file, size(file)));
        }
      }
    }
    return all;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read: file=" + file + ", reason=" + e.getMessage(), e);
    }
  }

  private int info(JournalDirectory journal) {
    List<Indexed> all = indexed(journal);
    if (json) {
      all.forEach(index -> out().line(json(index)));
      return ExitCode.OK;
    }
    TextTable table = new TextTable("SEGMENT", "EVENTS", "BYTES", "INDEX BYTES", "PERCENT");
    for (Indexed index : all) {
      table.row(
          index.segment().file().name(),
          String.format(Locale.ROOT, "%,d", index.segment().seal().orElseThrow().eventCount()),
          String.format(Locale.ROOT, "%,d", index.segment().seal().orElseThrow().endPosition()),
          index.isThere() ? String.format(Locale.ROOT, "%,d", index.bytes()) : "",
          index.isThere() ? String.format(Locale.ROOT, "%.1f", index.percent()) : "");
    }
    table.print(out());
    long missing = all.stream().filter(index -> !index.isThere()).count();
    out().format("%,d index files, %,d missing", all.size() - missing, missing);
    return ExitCode.OK;
  }

  private static String json(Indexed index) {
    return JsonText.object()
        .put("segment", index.segment().file().name())
        .put("events", index.segment().seal().orElseThrow().eventCount())
        .put("segment_bytes", index.segment().seal().orElseThrow().endPosition())
        .put("index", index.isThere() ? index.file().getFileName() : null)
        .put("index_bytes", index.isThere() ? index.bytes() : null)
        .toString();
  }

  private int verify(JournalDirectory journal) {
    long missing = indexed(journal).stream().filter(index -> !index.isThere()).count();
    IndexVerifier.Report report = IndexVerifier.verify(directory);
    if (json) {
      out().line(json(report, missing));
    } else {
      out()
          .format(
              "index files  %,d sound, %,d stale, %,d missing, %,d wrong",
              report.sound(), report.stale(), missing, report.problems().size());
      report
          .problems()
          .forEach(
              problem ->
                  out().line("WRONG " + Terminal.oneLine(problem.file() + ": " + problem.what())));
    }
    return report.problems().isEmpty() ? ExitCode.OK : ExitCode.DAMAGED;
  }

  private static String json(IndexVerifier.Report report, long missing) {
    return JsonText.object()
        .put("sound", report.sound())
        .put("stale", report.stale())
        .put("missing", missing)
        .put(
            "problems",
            report.problems().stream()
                .map(p -> JsonText.object().put("file", p.file()).put("what", p.what()))
                .toList())
        .toString();
  }

  private int rebuild(JournalDirectory journal) {
    WholeJournal.require(journal);
    delete(journal.resolve(IndexFiles.DIRECTORY));
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      queries.queryEvents(EventQuery.builder().limit(0).build());
    }
    List<Indexed> all = indexed(journal);
    for (Indexed index : all) {
      if (!index.isThere()) {
        terminal().complain("index file cannot be written: file=" + index.file());
        return ExitCode.FAILED;
      }
    }
    long bytes = all.stream().mapToLong(Indexed::bytes).sum();
    if (json) {
      out()
          .line(
              JsonText.object()
                  .put("index_files", all.size())
                  .put("index_bytes", bytes)
                  .toString());
    } else {
      out().format("made %,d index files of %,d bytes", all.size(), bytes);
    }
    return ExitCode.OK;
  }

  /** Index files alone: whatever else is there is not ours. */
  private static void delete(Path indexes) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(indexes, "*" + IndexFiles.SUFFIX)) {
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (NoSuchFileException e) {
      // There is none yet.
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot delete index files: directory=" + indexes + ", reason=" + e.getMessage(), e);
    }
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    return action == Action.REBUILD && failure instanceof UncheckedIOException
        ? ExitCode.FAILED
        : super.exitCodeOf(failure);
  }
}

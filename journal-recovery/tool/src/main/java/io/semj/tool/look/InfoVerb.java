package io.semj.tool.look;

import io.semj.core.storage.DurableMark;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalPosition;
import io.semj.format.BlockCompression;
import io.semj.format.SegmentIdentity;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.TimeText;
import io.semj.tool.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code semj info}. */
@Command(
    name = "info",
    description = "Says what a journal is and how much is in it, without reading its events.")
public final class InfoVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public InfoVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    JournalDirectory journal = JournalPlace.require(directory);
    List<SegmentFacts> segments = SegmentFacts.of(journal);
    field("journal", directory.toString());
    if (segments.isEmpty()) {
      field("segments", "none: an empty journal");
      return ExitCode.OK;
    }
    SegmentFacts first = segments.get(0);
    SegmentFacts last = segments.get(segments.size() - 1);
    long sealed = segments.stream().filter(SegmentFacts::sealed).count();
    field("journal id", first.identity().journalId().toString());
    field("created", TimeText.format(first.identity().creationTimeNanos()));
    field("segments", String.format("%,d, %,d sealed", segments.size(), sealed));
    long events = segments.stream().mapToLong(SegmentFacts::events).sum();
    field("events", String.format("%,d", events));
    field(
        "sequences",
        events == 0 ? "none" : first.identity().firstSequence() + " to " + last.lastSequence());
    showTimes(segments);
    long bytes = segments.stream().mapToLong(SegmentFacts::usedBytes).sum();
    field("stored", String.format("%,d bytes", bytes));
    field("compression", compression(last));
    field("durable", durable(journal, first.identity()));
    field("writer", writer(journal));
    field("quarantine", quarantine(journal));
    return ExitCode.OK;
  }

  private void field(String name, String value) {
    out().format("%-12s %s", name, Terminal.oneLine(value));
  }

  private void showTimes(List<SegmentFacts> segments) {
    List<SegmentFacts> filled = segments.stream().filter(s -> s.events() > 0).toList();
    if (!filled.isEmpty()) {
      long earliest = filled.stream().mapToLong(SegmentFacts::earliest).min().getAsLong();
      long latest = filled.stream().mapToLong(SegmentFacts::latest).max().getAsLong();
      field("event times", TimeText.format(earliest) + " to " + TimeText.format(latest));
    }
  }

  private static String compression(SegmentFacts last) {
    int code = last.head().header().journal().compressionAlgorithm();
    for (BlockCompression compression : BlockCompression.values()) {
      if (compression.code() == code) {
        return compression.name().toLowerCase(Locale.ROOT);
      }
    }
    return "unknown, code " + code;
  }

  private static String durable(JournalDirectory journal, SegmentIdentity identity) {
    try {
      return DurableMark.read(journal, SegmentIdentity.journalIdBytes(identity.journalId()))
          .map(JournalPosition::sequence)
          .map(sequence -> "at least up to sequence " + sequence)
          .orElse("no mark");
    } catch (IOException e) {
      return "mark cannot be read: " + e.getMessage();
    }
  }

  /** The lock itself is left alone: whoever tries it may be in the way of a writer. */
  private static String writer(JournalDirectory journal) {
    try {
      Path lock = journal.resolve(JournalDirectory.LOCK_FILE);
      String pid = new String(Files.readAllBytes(lock), StandardCharsets.US_ASCII).trim();
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
      boolean running = process.isPresent() && process.get().isAlive();
      return "last was process " + pid + (running ? ", which is running" : ", which has ended");
    } catch (IOException | NumberFormatException e) {
      return "unknown";
    }
  }

  private static String quarantine(JournalDirectory journal) {
    Path quarantine = journal.resolve(JournalDirectory.QUARANTINE);
    if (!Files.isDirectory(quarantine)) {
      return "none";
    }
    try (var files = Files.list(quarantine)) {
      return files.count() + " files";
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage();
    }
  }
}

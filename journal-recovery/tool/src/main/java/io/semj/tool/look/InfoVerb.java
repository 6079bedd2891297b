package io.semj.tool.look;

import io.semj.core.storage.DurableMark;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalPosition;
import io.semj.format.BlockCompression;
import io.semj.format.SegmentIdentity;
import io.semj.recovery.JsonText;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.TimeText;
import io.semj.tool.Verb;
import io.semj.tool.WholeJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code semj info}. */
@Command(
    name = "info",
    description = "Says what a journal is and how much is in it, without reading its events.")
public final class InfoVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

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
    if (json) {
      out().line(json(journal, segments));
    } else {
      print(journal, segments);
    }
    WholeJournal.require(journal);
    return ExitCode.OK;
  }

  private void print(JournalDirectory journal, List<SegmentFacts> segments) {
    field("journal", directory.toString());
    if (segments.isEmpty()) {
      field("segments", "none: an empty journal");
      return;
    }
    SegmentIdentity first = segments.get(0).identity();
    field("journal id", first.journalId().toString());
    field("created", TimeText.format(first.creationTimeNanos()));
    long sealed = segments.stream().filter(SegmentFacts::sealed).count();
    field("segments", segments.size() + ", " + sealed + " sealed");
    long events = segments.stream().mapToLong(SegmentFacts::events).sum();
    field("events", String.format(Locale.ROOT, "%,d", events));
    long last = SegmentFacts.lastSequence(segments);
    field("sequences", events == 0 ? "none" : first.firstSequence() + " to " + last);
    if (events > 0) {
      field(
          "event times",
          TimeText.format(earliest(segments)) + " to " + TimeText.format(latest(segments)));
    }
    long bytes = segments.stream().mapToLong(SegmentFacts::usedBytes).sum();
    field("stored", String.format(Locale.ROOT, "%,d bytes", bytes));
    field("compression", compression(segments));
    field("durable", durable(journal, first));
    field("writer", writer(journal));
    field("quarantine", quarantine(journal));
  }

  private String json(JournalDirectory journal, List<SegmentFacts> segments) {
    JsonText text = JsonText.object().put("journal", directory);
    text.put("segments", segments.size());
    text.put("sealed_segments", segments.stream().filter(SegmentFacts::sealed).count());
    long events = segments.stream().mapToLong(SegmentFacts::events).sum();
    text.put("events", events);
    text.put("bytes", segments.stream().mapToLong(SegmentFacts::usedBytes).sum());
    if (!segments.isEmpty()) {
      SegmentIdentity first = segments.get(0).identity();
      text.put("journal_id", first.journalId()).put("created_ns", first.creationTimeNanos());
      text.put("first_sequence", events == 0 ? null : first.firstSequence());
      text.put("last_sequence", events == 0 ? null : SegmentFacts.lastSequence(segments));
      text.put("earliest_timestamp_ns", events == 0 ? null : earliest(segments));
      text.put("latest_timestamp_ns", events == 0 ? null : latest(segments));
      text.put("compression", compression(segments));
      text.put("durable_sequence", durableSequence(journal, first));
    }
    return text.toString();
  }

  private void field(String name, String value) {
    out().format("%-12s %s", name, Terminal.oneLine(value));
  }

  private static long earliest(List<SegmentFacts> segments) {
    return segments.stream()
        .filter(s -> s.events() > 0)
        .mapToLong(SegmentFacts::earliest)
        .min()
        .orElseThrow();
  }

  private static long latest(List<SegmentFacts> segments) {
    return segments.stream()
        .filter(s -> s.events() > 0)
        .mapToLong(SegmentFacts::latest)
        .max()
        .orElseThrow();
  }

  private static String compression(List<SegmentFacts> segments) {
    SegmentFacts last = segments.get(segments.size() - 1);
    int code = last.head().header().journal().compressionAlgorithm();
    for (BlockCompression compression : BlockCompression.values()) {
      if (compression.code() == code) {
        return compression.name().toLowerCase(Locale.ROOT);
      }
    }
    return "unknown, code " + code;
  }

  private static String durable(JournalDirectory journal, SegmentIdentity identity) {
    return durableSequence(journal, identity)
        .map(sequence -> "at least up to sequence " + sequence)
        .orElse("no mark that can be read");
  }

  private static Optional<Long> durableSequence(
      JournalDirectory journal, SegmentIdentity identity) {
    try {
      return DurableMark.read(journal, SegmentIdentity.journalIdBytes(identity.journalId()))
          .map(JournalPosition::sequence);
    } catch (IOException e) {
      return Optional.empty();
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

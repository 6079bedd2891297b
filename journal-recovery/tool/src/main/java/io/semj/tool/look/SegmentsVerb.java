package io.semj.tool.look;

import io.semj.core.storage.JournalDirectory;
import io.semj.recovery.JsonText;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.TextTable;
import io.semj.tool.TimeText;
import io.semj.tool.Verb;
import io.semj.tool.WholeJournal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code semj segments}. */
@Command(name = "segments", description = "Lists the segments of a journal.")
public final class SegmentsVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(names = "--json", description = "One JSON object a segment and line.")
  private boolean json;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public SegmentsVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    JournalDirectory journal = JournalPlace.require(directory);
    List<SegmentFacts> segments = SegmentFacts.of(journal);
    if (json) {
      segments.forEach(segment -> out().line(json(segment)));
    } else {
      print(segments);
    }
    WholeJournal.require(journal);
    return ExitCode.OK;
  }

  private void print(List<SegmentFacts> segments) {
    TextTable table =
        new TextTable(
            "FILE", "GENERATION", "STATE", "FIRST", "LAST", "EVENTS", "BLOCKS", "BYTES", "NEWEST");
    for (SegmentFacts segment : segments) {
      boolean empty = segment.events() == 0;
      table.row(
          segment.head().file().name(),
          Long.toString(segment.identity().generation()),
          segment.state(),
          Long.toString(segment.identity().firstSequence()),
          empty ? "" : Long.toString(segment.lastSequence()),
          String.format(Locale.ROOT, "%,d", segment.events()),
          String.format(Locale.ROOT, "%,d", segment.blocks()),
          String.format(Locale.ROOT, "%,d", segment.usedBytes()),
          empty ? "" : TimeText.format(segment.latest()));
    }
    table.print(out());
  }

  private static String json(SegmentFacts segment) {
    return JsonText.object()
        .put("file", segment.head().file().name())
        .put("generation", segment.identity().generation())
        .put("sealed", segment.sealed())
        .put("rewritten", segment.rewritten())
        .put("first_sequence", segment.identity().firstSequence())
        .put("last_sequence", segment.lastSequence())
        .put("events", segment.events())
        .put("blocks", segment.blocks())
        .put("bytes", segment.usedBytes())
        .put("earliest_timestamp_ns", segment.events() == 0 ? null : segment.earliest())
        .put("latest_timestamp_ns", segment.events() == 0 ? null : segment.latest())
        .toString();
  }
}

package io.semj.tool.read;

import io.semj.core.JournalReader;
import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.format.RecordFlyweight;
import io.semj.tool.DurableEnd;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code semj tail}. */
@Command(
    name = "tail",
    description = "Prints the last events of a journal, and with -f those that are written later.")
public final class TailVerb extends Verb {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int BATCH = 256;

  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as events are written, by whatever process, until interrupted.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many events to begin with, by default 10.")
  private long lines;

  @Option(names = "--json", description = "One JSON object a line, which emit takes back.")
  private boolean json;

  @Mixin private FilterOptions filters;
  private EventPrinter printer;
  private RecordFilter filter;
  private long left;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public TailVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (follow && filters.reverse()) {
      throw filters.refused("--reverse and --follow contradict each other");
    }
    if (lines < 0) {
      throw filters.refused("--lines is negative: " + lines);
    }
    JournalDirectory journal = JournalPlace.require(directory);
    filter = filters.filter();
    printer = EventPrinter.of(terminal(), json);
    left = filters.limit();
    DurableEnd durable = DurableEnd.of(journal);
    long written = LastSequence.of(journal);
    long end = Math.min(written, filters.lastSequence());
    try {
      printLast(journal, end);
    } finally {
      printer.flush();
    }
    durable.check(written, filters.lastSequence());
    if (follow) {
      follow(Math.max(end + 1, filters.firstSequence()));
    }
    return ExitCode.OK;
  }

  private void printLast(JournalDirectory journal, long end) {
    Deque<byte[]> last = new ArrayDeque<>();
    BackwardReader reader = new BackwardReader(journal, filter);
    long most = Math.min(lines, left);
    if (filters.reverse()) {
      reader.read(filters.firstSequence(), end, most, this::print);
      return;
    }
    reader.read(filters.firstSequence(), end, most, event -> last.addFirst(copy(event)));
    RecordFlyweight event = new RecordFlyweight();
    last.forEach(bytes -> print(event.wrap(new UnsafeBuffer(bytes), 0)));
  }

  private static byte[] copy(RecordFlyweight event) {
    byte[] bytes = new byte[event.length()];
    event.buffer().getBytes(event.offset(), bytes);
    return bytes;
  }

  private void print(RecordFlyweight event) {
    if (left > 0) {
      printer.print(event);
      left--;
    }
  }

  private void follow(long from) {
    try (JournalReader reader = JournalReader.open(directory, from)) {
      while (left > 0 && reader.nextSequence() <= filters.lastSequence()) {
        if (reader.poll(this::printIfWanted, BATCH) > 0) {
          printer.flush();
        } else {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  private void printIfWanted(RecordFlyweight event) {
    if (filter.matches(event)) {
      print(event);
    }
  }
}

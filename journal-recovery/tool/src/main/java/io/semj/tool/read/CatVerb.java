package io.semj.tool.read;

import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.tool.DurableEnd;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code semj cat}. */
@Command(
    name = "cat",
    description = "Prints the events of a journal, oldest first, up to what is written now.")
public final class CatVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(names = "--json", description = "One JSON object a line, which emit takes back.")
  private boolean json;

  @Mixin private FilterOptions filters;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public CatVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    JournalDirectory journal = JournalPlace.require(directory);
    RecordFilter filter = filters.filter();
    EventPrinter printer = EventPrinter.of(terminal(), json);
    long first = filters.firstSequence();
    long last = filters.lastSequence();
    try {
      if (filters.reverse()) {
        DurableEnd end = DurableEnd.of(journal);
        new BackwardReader(journal, filter).read(first, last, filters.limit(), printer::print);
        end.check(LastSequence.of(journal), last);
      } else {
        new ForwardReader(directory, filter).read(first, last, filters.limit(), printer::print);
      }
    } finally {
      printer.flush();
    }
    return ExitCode.OK;
  }
}

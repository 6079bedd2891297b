package io.semj.tool.kernel;

import io.semj.event.KernelEventDecoder;
import io.semj.event.KernelEventEncoder;
import io.semj.format.KernelJournalHeader;
import io.semj.format.RecordFlyweight;
import io.semj.kernel.BadKernelEvent;
import io.semj.kernel.KernelJournal;
import io.semj.tool.ExitCode;
import io.semj.tool.Output;
import io.semj.tool.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Prints what is in a kernel journal, or in a file of kernel events. */
final class KernelPrinter {
  private static final long PATIENCE_NANOS = 1_000_000;

  private final Output out;
  private final Consumer<BadKernelEvent> complaints;
  private final KernelEventDecoder decoder = new KernelEventDecoder();
  private final KernelEventEncoder encoder = new KernelEventEncoder();
  private long events;
  private long bad;
  private long first;
  private long last;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;

  KernelPrinter(Terminal terminal, Consumer<BadKernelEvent> complaints) {
    this.out = terminal.out();
    this.complaints = complaints;
  }

  int decode(Path file, boolean skipBad) {
    try (KernelJournal journal = KernelJournal.open(file).untilEnd()) {
      if (skipBad) {
        journal.skippingBad(this::note);
      }
      KernelJsonWriter json = new KernelJsonWriter(out.stream());
      try {
        while (next(journal)) {
          encoder.encode(decoder.record());
          json.write(encoder.image());
        }
      } finally {
        json.flush(); // what came before a malformed event is printed
      }
      return bad == 0 ? ExitCode.OK : ExitCode.DAMAGED;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write JSON", e);
    }
  }

  private void note(BadKernelEvent event) {
    bad++;
    out.flush();
    complaints.accept(event);
  }

  /** The next event; of a pipe, waits for it. */
  private boolean next(KernelJournal journal) {
    while (true) {
      boolean ended = journal.isFile() || journal.isAtEnd();
      if (journal.next(decoder)) {
        return true;
      }
      if (ended) {
        return false;
      }
      LockSupport.parkNanos(PATIENCE_NANOS);
    }
  }

  int info(Path file) {
    try (KernelJournal journal = KernelJournal.open(file).untilEnd().skippingBad(this::note)) {
      while (next(journal)) {
        count(decoder.record());
      }
      field("kernel journal", journal.path().toString());
      field("kind", journal.isFile() ? "file" : "device or pipe");
      journal
          .header()
          .ifPresentOrElse(this::showHeader, () -> field("header", "none, events alone"));
      field("events", String.format(Locale.ROOT, "%,d", events));
      if (events > 0) {
        field("sequences", Long.toUnsignedString(first) + " to " + Long.toUnsignedString(last));
        field("kernel times", earliest + " to " + latest + " ns");
      }
      field("bytes", String.format(Locale.ROOT, "%,d", journal.position()));
      field("malformed", bad == 0 ? "none" : String.format(Locale.ROOT, "%,d", bad));
    }
    return bad == 0 ? ExitCode.OK : ExitCode.DAMAGED;
  }

  private void count(RecordFlyweight record) {
    first = events == 0 ? record.sequence() : first;
    last = record.sequence();
    earliest = Math.min(earliest, record.timestampNanos());
    latest = Math.max(latest, record.timestampNanos());
    events++;
  }

  private void showHeader(KernelJournalHeader header) {
    field(
        "version",
        Integer.toUnsignedString(header.majorVersion())
            + "."
            + Integer.toUnsignedString(header.minorVersion()));
    field("total_events", Long.toUnsignedString(header.totalEvents()));
    field("next_event_id", Long.toUnsignedString(header.nextEventId()));
    field("journal_size", Long.toUnsignedString(header.journalSize()));
    field("index_offset", Long.toUnsignedString(header.indexOffset()));
    field("flags", String.format(Locale.ROOT, "0x%08x", header.flags()));
  }

  private void field(String name, String value) {
    out.format("%-14s %s", name, Terminal.oneLine(value));
  }
}

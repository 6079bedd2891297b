package io.semj.demo;

import io.semj.core.JournalMetrics;
import io.semj.event.EventType;
import io.semj.event.FilesystemContext;
import io.semj.event.SemanticEvent;
import io.semj.recovery.IntegrityReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Prints what was done, for a person. */
final class Summary {
  private static final int MOST_NAMED = 50;
  private static final int HASH_SHOWN = 8;
  private static final double MEGA = 1e6;

  private final PrintStream out;

  Summary(PrintStream out) {
    this.out = out;
  }

  private void line(String title, String text) {
    out.printf("%-11s %s%n", title, text);
  }

  void tree(Path root, TreeEmitter emitter, int threads, double seconds) {
    Map<EventType, Long> counts = emitter.counts();
    long events = emitter.digests().count();
    line("tree", root.toString());
    line(
        "events",
        String.format(
            "%,d: %,d files, %,d directories, %,d links, from %d threads",
            events,
            counts.getOrDefault(EventType.FILESYSTEM_CREATE, 0L),
            counts.getOrDefault(EventType.FILESYSTEM_MKDIR, 0L),
            counts.getOrDefault(EventType.FILESYSTEM_SYMLINK, 0L),
            threads));
    line(
        "rate",
        String.format(
            "%,.0f events/s with reading and hashing %,.1f MB of files, %.2f s to the last event"
                + " durable",
            events / seconds, emitter.bytesRead() / MEGA, seconds));
    Histogram nanos = emitter.latencies();
    line(
        "emission",
        String.format(
            "p50 %,d ns, p90 %,d ns, p99 %,d ns, p99.9 %,d ns, max %,d ns",
            nanos.getValueAtPercentile(50),
            nanos.getValueAtPercentile(90),
            nanos.getValueAtPercentile(99),
            nanos.getValueAtPercentile(99.9),
            nanos.getMaxValue()));
    line(
        "",
        String.format(
            "each emitEvent call, on threads that read files, after a warm-up of %,d emissions",
            WarmUp.EMISSIONS));
  }

  void unreadable(Unreadable unreadable) {
    List<String> named = unreadable.named();
    line("unreadable", String.format("%,d", unreadable.count()));
    named.stream().limit(MOST_NAMED).forEach(name -> line("", name));
    if (unreadable.count() > MOST_NAMED) {
      line("", String.format("and %,d more", unreadable.count() - MOST_NAMED));
    }
  }

  void journal(JournalMetrics metrics, IntegrityReport report) {
    IntegrityReport.Totals totals = report.totals();
    line(
        "stored",
        String.format(
            "%,d bytes for %,d bytes of records, compression %.2f : 1, %,d blocks, %,d syncs",
            totals.storedBytes(),
            totals.uncompressedBytes(),
            totals.storedBytes() == 0
                ? 1.0
                : (double) totals.uncompressedBytes() / totals.storedBytes(),
            totals.blocks(),
            metrics.sync().samples()));
  }

  void verification(IntegrityReport report) {
    line(
        "verified",
        report.isSound()
            ? "sound: every checksum, the chain and all sequences"
            : "NOT SOUND:\n" + report);
  }

  void comparison(ReadBackCheck check) {
    line("read back", check.verdict());
    for (SemanticEvent event : check.shown()) {
      FilesystemContext file = event.filesystem();
      byte[] payload = event.payload();
      line(
          "  #" + event.sequence(),
          String.format(
              "%s %s ino=%d mode=%o %s sha256=%s",
              event.type().map(EventType::wireName).orElse("?"),
              file == null ? "?" : file.path(),
              file == null ? 0 : file.inodeNumber(),
              file == null ? 0 : file.fileType(),
              event.metadataText(),
              payload.length == 0
                  ? "none"
                  : HexFormat.of().formatHex(payload, 0, HASH_SHOWN) + "..."));
    }
  }

  void place(Path directory) {
    line("journal", directory.toString());
  }
}

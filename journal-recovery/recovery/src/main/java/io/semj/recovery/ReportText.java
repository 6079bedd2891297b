package io.semj.recovery;

import java.util.Locale;
import java.util.StringJoiner;

/** Puts a report into words. */
final class ReportText {
  private static final int MOST_SHOWN = 20;

  private ReportText() {}

  static String of(IntegrityReport report) {
    IntegrityReport.Totals totals = report.totals();
    long unsealed = totals.segments() - totals.sealedSegments();
    StringJoiner lines = new StringJoiner("\n");
    lines.add("journal   " + report.directory());
    lines.add(
        String.format(
            Locale.ROOT,
            "segments  %,d, %,d sealed and %,d not",
            totals.segments(),
            totals.sealedSegments(),
            unsealed));
    lines.add(
        String.format(
            Locale.ROOT,
            "blocks    %,d, %,d bytes stored, %,d bytes uncompressed",
            totals.blocks(),
            totals.storedBytes(),
            totals.uncompressedBytes()));
    if (totals.lightBlocks() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "chained   %,d blocks by checksum alone: changes on purpose would not show",
              totals.lightBlocks()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "events    %,d, sequences %d to %d",
            totals.events(),
            totals.firstSequence(),
            totals.lastSequence()));
    if (report.gapCount() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "dropped   %,d events in %,d gaps",
              report.droppedEvents(),
              report.gapCount()));
    }
    addRewritten(lines, report);
    addVerdict(lines, report);
    return lines.toString();
  }

  private static void addRewritten(StringJoiner lines, IntegrityReport report) {
    if (report.rewrittenCount() == 0) {
      return;
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "rewritten %,d segments, %,d events taken out",
            report.rewrittenCount(),
            report.removedEvents()));
    report.rewritten().stream().limit(MOST_SHOWN).forEach(r -> lines.add("  " + r));
    if (report.rewrittenCount() > MOST_SHOWN) {
      lines.add(String.format(Locale.ROOT, "  and %,d more", report.rewrittenCount() - MOST_SHOWN));
    }
  }

  private static void addVerdict(StringJoiner lines, IntegrityReport report) {
    if (report.isSound()) {
      lines.add("sound     every checksum, the chain and all sequences");
      return;
    }
    lines.add(String.format(Locale.ROOT, "PROBLEMS  %,d", report.problemCount()));
    report.problems().stream().limit(MOST_SHOWN).forEach(p -> lines.add("  " + p));
    if (report.problemCount() > MOST_SHOWN) {
      lines.add(String.format(Locale.ROOT, "  and %,d more", report.problemCount() - MOST_SHOWN));
    }
  }
}

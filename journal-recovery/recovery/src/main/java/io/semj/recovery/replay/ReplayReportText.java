package io.semj.recovery.replay;

import io.semj.recovery.JsonText;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Puts a report into words and into JSON. */
final class ReplayReportText {
  private static final int MOST_SHOWN = 20;

  private ReplayReportText() {}

  static String text(ReplayReport report) {
    ReplayReport.Counts counts = report.counts();
    StringJoiner lines = new StringJoiner("\n");
    lines.add("journal   " + report.directory());
    lines.add("outcome   " + report.outcome() + report.reason().map(r -> ": " + r).orElse(""));
    lines.add(
        String.format(
            Locale.ROOT,
            "events    %,d read, %,d wanted, %,d handled, sequences %d to %d",
            counts.read(),
            counts.wanted(),
            counts.handled(),
            counts.firstSequence(),
            counts.lastSequence()));
    lines.add(
        String.format(
            Locale.ROOT,
            "rate      %,.0f events/s, %,d ms",
            report.eventsPerSecond(),
            report.elapsed().toMillis()));
    lines.add("position  " + report.position());
    new TreeMap<>(report.eventsByType())
        .forEach(
            (type, count) -> lines.add(String.format(Locale.ROOT, "  %-40s %,12d", type, count)));
    if (counts.lost() > 0) {
      lines.add(String.format(Locale.ROOT, "LOST      %,d events", counts.lost()));
    }
    addFindings(lines, report);
    addDeadLetters(lines, report);
    return lines.toString();
  }

  private static void addFindings(StringJoiner lines, ReplayReport report) {
    if (report.findingCounts().isEmpty()) {
      return;
    }
    lines.add("FINDINGS");
    new TreeMap<>(report.findingCounts())
        .forEach((kind, count) -> lines.add(String.format(Locale.ROOT, "  %,12d %s", count, kind)));
    report.findings().stream().limit(MOST_SHOWN).forEach(finding -> lines.add("  " + finding));
  }

  private static void addDeadLetters(StringJoiner lines, ReplayReport report) {
    if (report.counts().deadLetters() == 0) {
      return;
    }
    lines.add(String.format(Locale.ROOT, "DEAD      %,d events", report.counts().deadLetters()));
    report.deadLetters().stream()
        .limit(MOST_SHOWN)
        .forEach(letter -> lines.add("  sequence " + letter.sequence() + ": " + letter.error()));
  }

  static String json(ReplayReport report) {
    return JsonText.object()
        .put("directory", report.directory())
        .put("outcome", report.outcome())
        .put("reason", report.reason())
        .put("counts", counts(report.counts()))
        .put("events_by_type", new TreeMap<>(report.eventsByType()))
        .put("finding_counts", new TreeMap<>(report.findingCounts()))
        .put("findings", report.findings().stream().map(ReplayReportText::finding).toList())
        .put("dead_letters", report.deadLetters().stream().map(ReplayReportText::letter).toList())
        .put("position", report.position())
        .put("elapsed_ns", report.elapsed().toNanos())
        .put("events_per_second", report.eventsPerSecond())
        .toString();
  }

  private static JsonText counts(ReplayReport.Counts counts) {
    return JsonText.object()
        .put("blocks", counts.blocks())
        .put("read", counts.read())
        .put("wanted", counts.wanted())
        .put("handled", counts.handled())
        .put("dead_letters", counts.deadLetters())
        .put("barriers", counts.barriers())
        .put("lost", counts.lost())
        .put("first_sequence", counts.firstSequence())
        .put("last_sequence", counts.lastSequence());
  }

  private static JsonText finding(ReplayFinding finding) {
    return JsonText.object()
        .put("kind", finding.kind())
        .put("file", finding.file())
        .put("position", finding.position())
        .put("sequence", finding.sequence())
        .put("what", finding.what());
  }

  private static JsonText letter(DeadLetter letter) {
    return JsonText.object().put("sequence", letter.sequence()).put("error", letter.error());
  }
}

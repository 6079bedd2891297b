package io.semj.suite.report;

import io.semj.suite.measure.Measure;
import io.semj.suite.subject.SubjectInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results as one page that needs nothing besides itself. */
public final class HtmlReport {
  private static final String STYLE = "report.css";
  private static final int FEW_SETTINGS = 2;
  private static final int USUAL_SIZE = 256;

  private final Summary summary;
  private final Palette palette;
  private final Tables tables;
  private final StringBuilder page = new StringBuilder();

  /**
   * A report.
   *
   * @param summary of a run
   */
  public HtmlReport(Summary summary) {
    this.summary = summary;
    this.palette = new Palette(summary.results().subjects());
    this.tables = new Tables(summary, palette);
    head();
    goals();
    for (Measure measure : Measure.values()) {
      measure(measure);
    }
    stages();
    subjects();
    page.append("</main></body></html>\n");
  }

  private void head() {
    page.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<title>SEMJ beside its peers and the limit</title><style>")
        .append(style())
        .append("</style></head><body><main><h1>SEMJ beside its peers and the limit</h1>");
    page.append(
        "<p>Every subject took the same events in turns, on the same disk, in JVMs of the same"
            + " kind. Figures are medians of the rounds; the small number behind one is the largest"
            + " round divided by the smallest, and red where that is above 1.5. Believe ratios, and"
            + " only those that are larger than these spreads.</p>");
    warnings();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("form", summary.results().form());
    facts.putAll(summary.results().machine());
    page.append(Tables.facts(facts));
    contents();
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void warnings() {
    String form = summary.results().form();
    if (form.equals("short")) {
      warning(
          "This is the short form: fractions of a second a figure, all measures of a subject in one"
              + " JVM, journals of 64 MiB to be recovered. It shows the order of magnitude; take the"
              + " full form for figures to quote.");
    } else if (form.equals("full")) {
      note(
          "This is the full form. Throughput of 256-byte events is sustained for 30 s, in a JVM of"
              + " its own; of the limits on a reused file and of variants of this library that no"
              + " goal compares for 10 s; of the Artemis journal, which takes events without a bound"
              + " and keeps them in memory, for 2 s (and it is saturated for 0.6 s); of other sizes and numbers of threads for 1 to"
              + " 4 s. What the goals compare was measured in every round, other sizes and threads"
              + " of the other subjects in one: their figures have no spread behind them. A journal"
              + " of 10 GiB was opened in one round, of the default profile without compression.");
    }
    int cores = Integer.parseInt(summary.results().machine().getOrDefault("cores", "0"));
    for (int producers : List.of(1, 2, 4)) {
      int most = mostThreads(producers);
      if (cores > 0 && most > cores) {
        warning(
            String.format(
                "With %d producer%s up to %d threads are busy on %d cores: what is measured there is"
                    + " also the operating system's scheduling.",
                producers, producers == 1 ? "" : "s", most, cores));
      }
    }
  }

  private int mostThreads(int producers) {
    int most = 0;
    for (Key key : summary.keys()) {
      if (key.producers() == producers && key.measure().startsWith("emission")) {
        for (SubjectInfo subject : summary.subjects(key.of(""))) {
          most = Math.max(most, producers + subject.backgroundThreads());
        }
      }
    }
    return most;
  }

  private void note(String text) {
    page.append("<p>").append(Markup.text(text)).append("</p>");
  }

  private void warning(String text) {
    page.append("<p class=\"warning\">").append(Markup.text(text)).append("</p>");
  }

  private void contents() {
    page.append("<nav><a href=\"#goals\">Goals</a>");
    for (Measure measure : Measure.values()) {
      if (!summary.settings(measure.key()).isEmpty()) {
        page.append(
            String.format(" <a href=\"#%s\">%s</a>", measure.key(), Markup.text(measure.title())));
      }
    }
    page.append(" <a href=\"#stages\">Stages</a> <a href=\"#subjects\">Subjects</a></nav>");
  }

  private void goals() {
    page.append("<section id=\"goals\"><h2>Goals</h2>")
        .append("<p>What this library wants to reach with events of 256 bytes, from this run.</p>")
        .append(Tables.goals(new Goals(summary).all()))
        .append("</section>");
  }

  private void measure(Measure measure) {
    List<Key> settings =
        summary.settings(measure.key()).stream()
            .filter(setting -> !summary.subjects(setting).isEmpty())
            .toList();
    if (settings.isEmpty()) {
      return;
    }
    page.append(
        String.format(
            "<section id=\"%s\"><h2>%s</h2><p>%s</p>",
            measure.key(), Markup.text(measure.title()), Markup.text(measure.explanation())));
    page.append(new Overview(summary, tables).of(measure, settings));
    settings.forEach(setting -> setting(measure, setting, settings.size() > FEW_SETTINGS));
    page.append("</section>");
  }

  /** Where there are many, all but the usual ones are folded: the overview has their medians. */
  private void setting(Measure measure, Key setting, boolean oneOfMany) {
    String open =
        !oneOfMany || (setting.size() == USUAL_SIZE && setting.producers() == 1) ? " open" : "";
    page.append("<details class=\"setting\"")
        .append(open)
        .append("><summary>")
        .append(Markup.element("h3", settingTitle(measure, setting)))
        .append("</summary>")
        .append(chart(measure, setting))
        .append(tables.figures(setting))
        .append(tables.ratios(setting))
        .append(problems(setting))
        .append("</details>");
  }

  private static String settingTitle(Measure measure, Key setting) {
    if (measure == Measure.RECOVERY) {
      return "a journal of " + setting.size() + " MiB";
    }
    if (measure == Measure.QUERY) {
      return "journal and index in the page cache";
    }
    String what = measure == Measure.DURABLE ? " waiter" : " producer";
    return String.format(
        "%,d bytes, %d%s%s",
        setting.size(), setting.producers(), what, setting.producers() == 1 ? "" : "s");
  }

  private String chart(Measure measure, Key setting) {
    String title = measure.title() + ", " + settingTitle(measure, setting);
    StringBuilder charts = new StringBuilder();
    if (measure.hasLatency()) {
      CurveChart curves = new CurveChart(palette);
      for (SubjectInfo subject : summary.subjects(setting)) {
        summary
            .histogram(setting.of(subject.name()))
            .filter(histogram -> histogram.getTotalCount() > 0)
            .ifPresent(histogram -> curves.add(subject, histogram));
      }
      charts.append(curves.isEmpty() ? "" : figure(curves.svg(title), legend(setting)));
    }
    for (String rate : List.of("events_per_s", "acks_per_s")) {
      BarChart bars = new BarChart(rate, palette);
      for (SubjectInfo subject : summary.subjects(setting)) {
        summary.figure(setting.of(subject.name()), rate).ifPresent(stat -> bars.add(subject, stat));
      }
      charts.append(bars.isEmpty() ? "" : figure(bars.svg(title), ""));
    }
    return "<div class=\"charts\">" + charts + "</div>";
  }

  private static String figure(String svg, String legend) {
    return "<figure>" + svg + legend + "</figure>";
  }

  private String legend(Key setting) {
    StringBuilder entries = new StringBuilder("<figcaption>");
    for (SubjectInfo subject : summary.subjects(setting)) {
      entries.append(
          String.format(
              "<span><i class=\"key %s\"></i>%s</span> ",
              palette.of(subject), Markup.text(subject.title())));
    }
    return entries.append("</figcaption>").toString();
  }

  private String problems(Key setting) {
    StringBuilder found = new StringBuilder();
    for (SubjectInfo subject : summary.results().subjects()) {
      summary
          .problem(setting.of(subject.name()))
          .ifPresent(
              problem ->
                  found.append(
                      String.format(
                          "<p class=\"warning\">%s: %s</p>",
                          Markup.text(subject.title()), Markup.text(problem))));
    }
    return found.toString();
  }

  private void stages() {
    if (summary.keys().stream().anyMatch(key -> key.measure().startsWith("stage."))) {
      page.append("<section id=\"stages\"><h2>Stages alone</h2>")
          .append("<p>Each stage of an event's way by itself, under JMH: one event of 256 bytes,")
          .append(" or 64 KiB of such events; a block holds 1,000 of them.</p>")
          .append(tables.stages())
          .append("</section>");
    }
  }

  private void subjects() {
    page.append("<section id=\"subjects\"><h2>What ran, and how</h2><dl>");
    for (SubjectInfo subject : summary.results().subjects()) {
      page.append("<dt><i class=\"key ")
          .append(palette.of(subject))
          .append("\"></i>")
          .append(Markup.text(subject.title()))
          .append("</dt><dd>")
          .append(Markup.text(subject.settings()));
      if (!subject.available()) {
        page.append("<b>not run: ").append(Markup.text(subject.unavailable())).append("</b>");
      }
      if (!subject.jvmFlags().isEmpty()) {
        page.append("<br><code>")
            .append(Markup.text(String.join(" ", subject.jvmFlags())))
            .append("</code>");
      }
      page.append("</dd>");
    }
    page.append("</dl></section>");
  }

  /** The page. */
  @Override
  public String toString() {
    return page.toString();
  }
}

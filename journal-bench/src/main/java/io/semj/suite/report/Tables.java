package io.semj.suite.report;

import io.semj.suite.subject.Family;
import io.semj.suite.subject.SubjectInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The report's tables. */
final class Tables {
  private static final double NOISY = 1.5;
  private static final List<String> RATIO_FIGURES =
      List.of("p50", "p99", "p99.9", "events_per_s", "acks_per_s");

  private final Summary summary;
  private final Palette palette;

  Tables(Summary summary, Palette palette) {
    this.summary = summary;
    this.palette = palette;
  }

  /** One row a subject, one column a figure. */
  String figures(Key setting) {
    List<SubjectInfo> subjects = summary.subjects(setting);
    List<String> names = new ArrayList<>();
    for (SubjectInfo subject : subjects) {
      summary.figures(setting.of(subject.name())).keySet().stream()
          .filter(name -> !names.contains(name) && !name.equals("samples"))
          .forEach(names::add);
    }
    names.sort(Comparator.comparing(Tables::rank));
    StringBuilder rows = new StringBuilder("<tr><th></th>");
    names.forEach(name -> rows.append(Markup.element("th", title(name))));
    rows.append("</tr>");
    for (SubjectInfo subject : subjects) {
      rows.append("<tr>").append(name(subject));
      Map<String, Stat> figures = summary.figures(setting.of(subject.name()));
      names.forEach(name -> rows.append(cell(name, figures.get(name))));
      rows.append("</tr>");
    }
    return table(rows.toString());
  }

  private static String rank(String name) {
    List<String> order =
        List.of("events_per_s", "acks_per_s", "mb_per_s", "p50", "p90", "p99", "p99.9", "p99.99");
    int at = order.indexOf(name);
    return at < 0 ? (name.equals("max") ? "c" : "d" + name) : "a" + at;
  }

  static String title(String name) {
    return Markup.text(
        name.replace("call_", "call ")
            .replace("_per_s", "")
            .replace("_b_per_event", " per event")
            .replace("_ns_per_event", " per event")
            .replaceAll("_(mib|ms|us|percent)$", "")
            .replace('_', ' '));
  }

  private static String cell(String name, Stat stat) {
    if (stat == null) {
      return "<td></td>";
    }
    String range = Figure.format(name, stat.min()) + " to " + Figure.format(name, stat.max());
    String spread =
        stat.rounds() > 1 && stat.min() > 0
            ? String.format(
                Locale.ROOT,
                "<small%s>×%.2f</small>",
                stat.spread() > NOISY ? " class=\"noisy\"" : "",
                stat.spread())
            : "";
    return "<td title=\""
        + Markup.text(range)
        + "\">"
        + Markup.text(Figure.format(name, stat.median()))
        + spread
        + "</td>";
  }

  String name(SubjectInfo subject) {
    return "<th class=\"row\"><i class=\"key "
        + palette.of(subject)
        + "\"></i>"
        + Markup.text(subject.title())
        + "</th>";
  }

  /** Each variant of this library against all others: how many times theirs. */
  String ratios(Key setting) {
    List<SubjectInfo> subjects = summary.subjects(setting);
    StringBuilder all = new StringBuilder();
    for (SubjectInfo ours : subjects) {
      if (ours.family() == Family.OURS) {
        all.append(ratios(setting, ours, subjects));
      }
    }
    return "<div class=\"ratios\">" + all + "</div>";
  }

  private String ratios(Key setting, SubjectInfo ours, List<SubjectInfo> subjects) {
    List<String> names =
        RATIO_FIGURES.stream()
            .filter(name -> summary.figure(setting.of(ours.name()), name).isPresent())
            .toList();
    StringBuilder rows = new StringBuilder("<tr><th>to that of</th>");
    names.forEach(name -> rows.append(Markup.element("th", title(name))));
    rows.append("</tr>");
    boolean any = false;
    for (SubjectInfo other : subjects) {
      if (other.family() != Family.OURS) {
        any = true;
        rows.append("<tr>").append(name(other));
        names.forEach(name -> rows.append(ratio(setting, ours, other, name)));
        rows.append("</tr>");
      }
    }
    return any && !names.isEmpty()
        ? Markup.element(
            "div",
            Markup.element("h4", Markup.text(ours.title()) + " divided by …")
                + table(rows.toString()))
        : "";
  }

  private String ratio(Key setting, SubjectInfo ours, SubjectInfo other, String name) {
    Optional<Double> ratio = summary.ratio(setting.of(ours.name()), setting.of(other.name()), name);
    if (ratio.isEmpty()) {
      return "<td></td>";
    }
    boolean good = Figure.moreIsBetter(name) == (ratio.get() > 1);
    return String.format(
        Locale.ROOT, "<td class=\"%s\">%.2f</td>", good ? "good" : "bad", ratio.get());
  }

  /** Where the goals are. */
  static String goals(List<Goal> goals) {
    StringBuilder rows =
        new StringBuilder("<tr><th>goal</th><th>wanted</th><th>seen</th><th></th></tr>");
    for (Goal goal : goals) {
      boolean measured = goal.actual().isPresent();
      rows.append(
          String.format(
              "<tr><th class=\"row\">%s</th><td>%s</td><td>%s</td><td class=\"%s\">%s</td></tr>",
              Markup.text(goal.text()),
              Markup.text(goal.wanted()),
              Markup.text(goal.seen()),
              goal.reached() ? "good" : measured ? "bad" : "",
              goal.reached() ? "reached" : measured ? "missed" : "–"));
    }
    return table(rows.toString());
  }

  /** The stages: one row each, since they have one figure. */
  String stages() {
    StringBuilder rows = new StringBuilder("<tr><th>stage</th><th>time an operation</th></tr>");
    for (Key key : summary.keys()) {
      if (key.measure().startsWith("stage.")) {
        rows.append("<tr><th class=\"row\">")
            .append(Markup.text(key.measure().substring("stage.".length())))
            .append("</th>");
        summary.figures(key).forEach((name, stat) -> rows.append(cell(name, stat)));
        rows.append("</tr>");
      }
    }
    return table(rows.toString());
  }

  static String facts(Map<String, String> facts) {
    StringBuilder rows = new StringBuilder();
    facts.forEach(
        (name, value) ->
            rows.append("<tr><th class=\"row\">")
                .append(Markup.text(name))
                .append("</th><td class=\"text\">")
                .append(Markup.text(value))
                .append("</td></tr>"));
    return table(rows.toString());
  }

  static String table(String rows) {
    return "<div class=\"table\"><table>" + rows + "</table></div>";
  }
}

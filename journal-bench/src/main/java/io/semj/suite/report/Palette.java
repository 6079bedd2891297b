package io.semj.suite.report;

import io.semj.suite.subject.Family;
import io.semj.suite.subject.SubjectInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How each subject is drawn: this library in strong warm lines, limits dashed and gray, peers in
 * cool thin ones; the same in every chart, by classes that the page's style knows.
 */
final class Palette {
  private final Map<String, String> classes = new HashMap<>();

  Palette(List<SubjectInfo> subjects) {
    Map<Family, Integer> next = new HashMap<>();
    for (SubjectInfo subject : subjects) {
      int index = next.merge(subject.family(), 1, Integer::sum) - 1;
      classes.put(subject.name(), prefix(subject.family()) + index);
    }
  }

  private static String prefix(Family family) {
    return switch (family) {
      case OURS -> "o";
      case LIMIT -> "l";
      case PEER -> "p";
    };
  }

  String of(SubjectInfo subject) {
    return classes.get(subject.name());
  }
}

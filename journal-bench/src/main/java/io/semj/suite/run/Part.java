package io.semj.suite.run;

import io.semj.suite.measure.Task;
import io.semj.suite.subject.SubjectInfo;
import java.util.List;

/** A part of a round, in which every subject has one turn, in a JVM of its own. */
@FunctionalInterface
interface Part {
  /**
   * What a subject's JVM is asked for, in the same order for all of them.
   *
   * @param subject which
   * @param round counted from 1
   * @return tasks, also such that the subject is not able to do; empty for no turn
   */
  List<Task> tasks(SubjectInfo subject, int round);
}

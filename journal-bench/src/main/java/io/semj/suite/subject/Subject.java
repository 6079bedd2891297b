package io.semj.suite.subject;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Something that takes events and keeps them. A new design is measured by adding a subject, or
 * settings to {@link Subjects}; peers are found as services, so that nothing of theirs is needed to
 * build or run the others.
 */
public interface Subject {
  /** What it is. */
  SubjectInfo info();

  /**
   * Opens it.
   *
   * @param directory its own, empty and on the disk that is measured
   * @param workload what it will be asked to take
   * @throws IOException when it cannot be opened
   */
  Session open(Path directory, Workload workload) throws IOException;

  /**
   * A reader of what a closed session left.
   *
   * @param directory of the session
   * @param workload of the session
   * @throws IOException when it cannot be opened
   */
  default SubjectReader reader(Path directory, Workload workload) throws IOException {
    throw new UnsupportedOperationException();
  }
}

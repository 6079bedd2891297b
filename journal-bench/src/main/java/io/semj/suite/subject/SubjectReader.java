package io.semj.suite.subject;

import java.io.Closeable;
import java.io.IOException;

/** Reads what a closed session left. */
@FunctionalInterface
public interface SubjectReader extends Closeable {
  /**
   * Reads all events from the first to the last.
   *
   * @return how many there were
   * @throws IOException when reading fails
   */
  long readAll() throws IOException;

  @Override
  default void close() throws IOException {}
}

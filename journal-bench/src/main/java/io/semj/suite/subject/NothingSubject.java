package io.semj.suite.subject;

import java.nio.file.Path;
import java.util.EnumSet;

/**
 * Takes no event at all. Its times are those of the clock, and of whatever keeps a thread of this
 * machine from running: nobody's tail can be shorter.
 */
final class NothingSubject implements Subject {
  @Override
  public SubjectInfo info() {
    return SubjectInfo.of(
        "limit-nothing",
        "Limit: nothing, the clock and the machine's own pauses",
        Family.LIMIT,
        "no event is taken: what is measured is the measuring",
        EnumSet.of(Ability.EMIT, Ability.MANY_PRODUCERS),
        0);
  }

  @Override
  public Session open(Path directory, Workload workload) {
    return new Open();
  }

  private record Open() implements Session {
    @Override
    public Producer producer() {
      return () -> {};
    }

    @Override
    public void close() {}
  }
}

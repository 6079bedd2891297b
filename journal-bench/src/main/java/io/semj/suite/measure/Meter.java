package io.semj.suite.measure;

import io.semj.suite.subject.Subject;
import java.io.IOException;
import java.nio.file.Path;

/** Carries out one measure. */
@FunctionalInterface
public interface Meter {
  /**
   * Measures.
   *
   * @param subject what
   * @param task how long, how large, how many
   * @param directory empty, of this measurement alone
   * @throws IOException when the subject fails
   */
  Outcome measure(Subject subject, Task task, Path directory) throws IOException;

  /**
   * The meter of a measure.
   *
   * @param measure what is to be measured
   */
  static Meter of(Measure measure) {
    return switch (measure) {
      case SATURATED -> new EmissionMeter(Rhythm.SATURATED);
      case BURST -> new EmissionMeter(Rhythm.BURSTS);
      case PACED -> new EmissionMeter(Rhythm.PACED);
      case SUSTAINED -> new SustainedMeter();
      case DURABLE -> new DurableMeter();
      case GROUP_COMMIT -> new GroupCommitMeter();
      case READ_BACK -> new ReadBackMeter();
      case FOOTPRINT -> new FootprintMeter();
      case QUERY -> new QueryMeter();
      case RECOVERY -> new RecoveryMeter();
    };
  }
}

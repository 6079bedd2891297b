package io.semj.recovery.strategy;

import io.semj.recovery.JournalRecovery;
import java.nio.file.Path;

/**
 * Recovers into a {@link StoredCounter}, and dies without a word at the given event. Arguments:
 * directory, file of the state, whether it tells how far it is, the deadly event, strategy.
 */
public final class ReplayInChild {
  private ReplayInChild() {}

  public static void main(String[] arguments) {
    StoredCounter target =
        new StoredCounter(Path.of(arguments[1]), Boolean.parseBoolean(arguments[2]));
    long deadly = Long.parseLong(arguments[3]);
    target.afterEach(
        () -> {
          if (target.handled() == deadly) {
            Runtime.getRuntime().halt(137);
          }
        });
    JournalRecovery.of(Path.of(arguments[0])).recover(request(arguments[4]).handingTo(target));
  }

  static RecoveryRequest request(String strategy) {
    return switch (strategy) {
      case "full-replay" -> RecoveryRequest.fullReplay();
      case "from-checkpoint" -> RecoveryRequest.fullReplayFromCheckpoint();
      case "restore" -> RecoveryRequest.incrementalRestore();
      case "emergency" -> RecoveryRequest.emergency();
      default -> throw new IllegalArgumentException(strategy);
    };
  }
}

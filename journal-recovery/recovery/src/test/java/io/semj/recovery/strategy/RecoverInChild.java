package io.semj.recovery.strategy;

import io.semj.recovery.JournalRecovery;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Recovers, and dies without a word at the given report of progress. Arguments: directory, number
 * of the report, and {@code cut SEQUENCE}, {@code salvage} or {@code salvage-into DIRECTORY}.
 */
public final class RecoverInChild {
  private RecoverInChild() {}

  public static void main(String[] arguments) {
    int deadly = Integer.parseInt(arguments[1]);
    AtomicInteger reports = new AtomicInteger();
    JournalRecovery recovery =
        JournalRecovery.of(Path.of(arguments[0]))
            .listener(
                progress -> {
                  if (reports.incrementAndGet() == deadly) {
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                    Runtime.getRuntime().halt(137);
                  }
                });
    recovery.recover(request(arguments));
    System.out.println("done after " + reports.get());
  }

  static RecoveryRequest request(String... arguments) {
    return switch (arguments[2]) {
      case "cut" -> RecoveryRequest.partialThrough(Long.parseLong(arguments[3]));
      case "salvage" -> RecoveryRequest.emergency();
      default -> RecoveryRequest.salvageInto(Path.of(arguments[3]));
    };
  }
}

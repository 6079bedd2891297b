package io.semj.kernel;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.event.UserspaceFlags;
import java.nio.file.Path;

/**
 * Synchronises with a kernel journal that grows, and emits events of its own for the kernel, until
 * it is killed. Prints a line for each round.
 */
public final class SyncUntilKilled {
  private SyncUntilKilled() {}

  public static void main(String[] arguments) {
    Path kernel = Path.of(arguments[0]);
    JournalConfig config =
        JournalConfig.builder(Path.of(arguments[1])).ringSize(128).maxSegmentBytes(1 << 20).build();
    KernelBridgeConfig bridgeConfig =
        KernelBridgeConfig.builder().source(kernel).sink(Path.of(arguments[2])).build();
    SemanticJournal journal = SemanticJournal.open(config);
    KernelCompatibilityBridge bridge = KernelCompatibilityBridge.open(bridgeConfig, journal);
    while (true) {
      for (int i = 0; i < 20; i++) {
        journal.emitEvent(
            SemanticEvent.builder(EventType.SYSTEM_SYNC)
                .userspaceFlags(UserspaceFlags.REQUIRES_KERNEL_SYNC));
      }
      KernelSyncResult result = bridge.syncWithKernel();
      System.out.println(
          "imported=" + bridge.metrics().imported() + " exported=" + result.exportedThrough());
    }
  }
}

package io.semj.tool.kernel;

import io.semj.core.JournalConfig;
import io.semj.core.RetentionPolicy;
import io.semj.core.SemanticJournal;
import io.semj.kernel.BadKernelEvent;
import io.semj.kernel.KernelBridgeConfig;
import io.semj.kernel.KernelClock;
import io.semj.kernel.KernelCompatibilityBridge;
import io.semj.kernel.KernelJournal;
import io.semj.kernel.KernelOverflow;
import io.semj.kernel.KernelSyncListener;
import io.semj.kernel.KernelSyncResult;
import io.semj.tool.ExitCode;
import io.semj.tool.SilentLog;
import io.semj.tool.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** One run of {@code kernel import}. */
final class KernelImport {
  private final Terminal terminal;
  private final KernelOverflow overflow;
  private final KernelClock clock;

  KernelImport(Terminal terminal, KernelOverflow overflow, KernelClock clock) {
    this.terminal = terminal;
    this.overflow = overflow;
    this.clock = clock;
  }

  int run(Path source, Path directory, boolean skipBad, Consumer<BadKernelEvent> complaints) {
    requireKernelJournal(source);
    SilentLog.apply();
    JournalConfig journalConfig =
        JournalConfig.builder(directory)
            .retention(RetentionPolicy.keepAll().withKeepFreeBytes(0))
            .build();
    KernelBridgeConfig config =
        KernelBridgeConfig.builder()
            .source(source)
            .overflow(overflow)
            .clock(clock)
            .skipBadEvents(skipBad)
            .listener(
                new KernelSyncListener() {
                  @Override
                  public void onBadEvent(BadKernelEvent event) {
                    complaints.accept(event);
                  }
                })
            .build();
    KernelSyncResult result;
    try (SemanticJournal journal = SemanticJournal.open(journalConfig);
        KernelCompatibilityBridge bridge = KernelCompatibilityBridge.open(config, journal)) {
      result = bridge.importToEnd();
    }
    terminal
        .out()
        .format(
            "imported %,d events from %s", result.imported(), Terminal.oneLine(source.toString()));
    return result.skipped() == 0 ? ExitCode.OK : ExitCode.DAMAGED;
  }

  /** Before a directory is made for what is no kernel journal. A pipe gives its bytes only once. */
  private static void requireKernelJournal(Path source) {
    if (Files.exists(source) && !Files.isRegularFile(source) && !Files.isDirectory(source)) {
      return;
    }
    try (KernelJournal journal = KernelJournal.open(source)) {
      journal.header();
    }
  }
}

package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the emitting thread allocates, once everything is warm: nothing. */
class EmissionAllocationTest {
  private static final int WARM_UP = 300_000;
  private static final int EVENTS = 200_000;

  /** Room for what the JVM itself does on the thread, far below a byte an event. */
  private static final long TOLERATED_BYTES = 4_096;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(ProducerMode.class)
  void shouldAllocateNothingWhenEmittingFromAReusedBuilder(ProducerMode producer) {
    byte[] payload = new byte[256];
    try (SemanticJournal journal = open(producer)) {
      EventBuilder event = SemanticEvent.builder(EventType.FILESYSTEM_WRITE);
      long allocated =
          allocatedBy(
              i -> {
                event
                    .reset(EventType.FILESYSTEM_WRITE)
                    .path("/var/lib/data/table.bin")
                    .transactionId(i)
                    .payload(payload);
                journal.emitEvent(event);
              });
      assertThat(allocated).isLessThan(TOLERATED_BYTES);
    }
  }

  @Test
  void shouldAllocateNothingWhenEmittingAnEventThatExists() {
    SemanticEvent event =
        SemanticEvent.builder(EventType.AGENT_DECISION).payloadText("{\"go\":true}").build();
    try (SemanticJournal journal = open(ProducerMode.MULTI)) {
      assertThat(allocatedBy(i -> journal.emitEvent(event))).isLessThan(TOLERATED_BYTES);
    }
  }

  private SemanticJournal open(ProducerMode producer) {
    return SemanticJournal.open(JournalConfig.builder(directory).producerMode(producer).build());
  }

  private interface Step {
    void run(int i);
  }

  private static long allocatedBy(Step step) {
    assumeTrue(
        ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean,
        "SKIPPED: this JVM does not count allocations by thread");
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < WARM_UP; i++) {
      step.run(i);
    }
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < EVENTS; i++) {
      step.run(i);
    }
    return threads.getThreadAllocatedBytes(thread) - before;
  }
}

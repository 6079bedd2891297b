package io.semj.core.engine;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeRecordHoldTest {
  private static final int LENGTH = 3_000;

  @TempDir private Path directory;

  /** Memory that tells what it gave, and says of itself that it outlives the process. */
  private static final class Surviving implements LargeMemory {
    final List<LargeBuffer> given = new ArrayList<>();

    @Override
    public synchronized LargeBuffer allocate(int size) {
      given.add(new LargeBuffer(new UnsafeBuffer(new byte[size]), given.size() + 1));
      return given.get(given.size() - 1);
    }

    @Override
    public void free(LargeBuffer buffer) {
      // kept
    }
  }

  @Test
  void shouldNotReuseTheMemoryOfALargeRecordBeforeItsBlockIsWritten() {
    Surviving memory = new Surviving();
    JournalConfig config =
        JournalConfig.builder(directory)
            .ringSize(64)
            .batchSize(16)
            .kernelCompatibility(false)
            .build();
    LargeBuffer afterwards;
    try (WriterRig rig = new WriterRig(config, memory)) {
      rig.space.full(true);
      rig.start();
      rig.ring.emit(new EventBuilder(EventType.AGENT_QUERY).payload(new byte[LENGTH]), null, 0);
      await().until(() -> rig.stalls.get() > 0);

      LargeBuffer meanwhile = rig.pool.take(LENGTH);
      assertThat(meanwhile.ringPosition()).isNotEqualTo(memory.given.get(0).ringPosition());

      rig.space.full(false);
      await().until(() -> rig.loop.persisted() == 1);
      afterwards = rig.pool.take(LENGTH);
    }
    assertThat(afterwards).isSameAs(memory.given.get(0));
  }
}

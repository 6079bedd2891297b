package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.ChildJvm;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.EmitUntilRefused;
import io.semj.core.fixture.Unprivileged;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process loses the right to make files in its journal's directory while it runs. */
class LostPermissionTest {
  private static final int ENOUGH_EVENTS = 20;

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource(SegmentIo.class)
  void shouldFailStopAtTheNextSegmentAndKeepWhatWasAcknowledged(SegmentIo io) {
    List<String> unprivileged = Unprivileged.command(temp);
    Path directory = temp.resolve("journal");
    List<String> lines;
    try (ChildJvm child =
        ChildJvm.startUnder(unprivileged, EmitUntilRefused.class, directory, io)) {
      for (int i = 0; i < ENOUGH_EVENTS; i++) {
        assertThat(child.readLine()).startsWith("durable=");
      }
      Unprivileged.allow(directory, "r-xr-xr-x");
      lines = child.readToEnd();
    } finally {
      Unprivileged.allow(directory, "rwxr-xr-x");
    }
    int last = lines.size() - 1;
    assertThat(lines.get(last))
        .startsWith("refused JournalFailedException StoragePermissionException ")
        // Where the next segment was prepared in time, it is met when that gets its name.
        .containsAnyOf(directory.resolve("next.tmp").toString(), "operation=begin segment");
    long durable = Long.parseLong(lines.get(last - 1).substring("durable=".length()));
    assertThat(durable).isGreaterThanOrEqualTo(ENOUGH_EVENTS);

    SemanticJournal.open(JournalConfig.builder(directory).ringSize(128).build()).close();
    List<SemanticEvent> events = DiskView.events(directory);
    assertThat((long) events.size()).isGreaterThanOrEqualTo(durable);
    DiskView.assertSequences(events, 1, events.size());
    DiskView.blocks(directory);
  }
}

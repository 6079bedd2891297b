package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.ChildJvm;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.EmitUntilKilled;
import io.semj.core.fixture.Events;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process is killed while several of its threads emit; then its journal is opened here. */
class KilledProcessTest {
  private static final int ENOUGH_EVENTS = 20_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "MAPPED, WRITTEN",
    "MAPPED, INTERVAL",
    "MAPPED, BATCH",
    "CHANNEL, WRITTEN",
    "CHANNEL, INTERVAL"
  })
  void shouldHaveEverythingThatWasWrittenWhenTheProcessWasKilled(SegmentIo io, SyncPolicy policy) {
    long written = 0;
    Set<Long> onlyEmitted = new HashSet<>();
    for (int crash = 1; crash <= 2; crash++) {
      long target = written + ENOUGH_EVENTS;
      try (ChildJvm child = ChildJvm.start(EmitUntilKilled.class, directory, io, policy)) {
        String line = child.readLine();
        while (line != null && number(line, "written") < target) {
          line = child.readLine();
        }
        assertThat(line).as("the child's output").isNotNull();
        written = last(child.kill(), "written");
      }
      assertThat(written).isGreaterThanOrEqualTo(target);
      long last = mend();
      assertThat(last).isGreaterThanOrEqualTo(written);
      LongStream.range(written + 1, last).forEach(onlyEmitted::add);
      written = last;
    }
    DiskView.blocks(directory);
    List<SemanticEvent> events = DiskView.events(directory);
    assertNothingWrittenIsMissing(events, written, onlyEmitted);
    events.forEach(Events::assertIntact);
    assertGroupsAreWhole(events);
  }

  /** The kill leaves sequences without events where an emission had not returned. */
  private static void assertNothingWrittenIsMissing(
      List<SemanticEvent> events, long last, Set<Long> onlyEmitted) {
    List<Long> sequences = events.stream().map(SemanticEvent::sequence).toList();
    assertThat(sequences).isSorted().doesNotHaveDuplicates().endsWith(last);
    Set<Long> missing =
        LongStream.rangeClosed(1, last).boxed().collect(Collectors.toCollection(HashSet::new));
    sequences.forEach(missing::remove);
    assertThat(onlyEmitted).containsAll(missing);
  }

  private long mend() {
    try (SemanticJournal journal =
        SemanticJournal.open(JournalConfig.builder(directory).ringSize(128).build())) {
      return journal.emitEvent(Events.of(9, 9));
    }
  }

  private static void assertGroupsAreWhole(List<SemanticEvent> events) {
    int groups = 0;
    for (int i = 0; i < events.size(); ) {
      int size = (int) events.get(i).causalityChainId();
      if (size == 0) {
        i++;
        continue;
      }
      long id = events.get(i).sessionId();
      assertThat(events.subList(i, i + size)).allMatch(event -> event.sessionId() == id);
      groups++;
      i += size;
    }
    assertThat(groups).isPositive();
  }

  /** The child's last whole line. */
  private static long last(List<String> lines, String name) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).matches("written=\\d+ durable=\\d+")) {
        return number(lines.get(i), name);
      }
    }
    return 0;
  }

  private static long number(String line, String name) {
    int begin = line.indexOf(name + "=") + name.length() + 1;
    int end = line.indexOf(' ', begin);
    return Long.parseLong(end < 0 ? line.substring(begin) : line.substring(begin, end));
  }
}

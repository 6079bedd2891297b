package io.semj.tool.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.core.fixture.Crash;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.query.JournalQueries;
import io.semj.tool.fixture.Journals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexedReaderTest {
  private static final EventFilter OF_ONE_AGENT = EventFilter.builder().agent("agent-1").build();

  @TempDir private Path temp;
  private JournalDirectory journal;

  @BeforeEach
  void fill() {
    for (int from = 1; from <= 81; from += 20) {
      try (SemanticJournal writer = Journals.open(temp)) {
        Journals.emit(writer, from, from + 19);
      }
    }
    JournalQueries queries = JournalQueries.open(temp, JournalQueries.UserKeys.NONE);
    try (queries) {
      queries.queryEventsBySequence(1, 1, 1);
    }
    journal = JournalDirectory.existing(temp);
  }

  private void unseal(int... segments) {
    List<SegmentFile> files = journal.segments();
    assertThat(files).hasSize(5);
    for (int segment : segments) {
      Crash.unseal(files.get(segment).path());
    }
  }

  private List<Long> read(boolean backwards) {
    List<Long> sequences = new ArrayList<>();
    IndexedReader reader = new IndexedReader(journal, OF_ONE_AGENT);
    assertThat(reader.serves()).isTrue();
    assertThat(
            reader.read(1, 100, backwards, 99, event -> sequences.add(event.userspaceSequence())))
        .isTrue();
    return sequences;
  }

  @Test
  void shouldServeBehindSegmentsThatAreNotSealed() {
    List<Long> forwards = read(false);
    List<Long> backwards = read(true);
    assertThat(forwards).hasSize(25);
    assertThat(backwards).hasSize(25);
    unseal(1, 3, 4);
    assertThat(read(false)).isEqualTo(forwards);
    assertThat(read(true)).isEqualTo(backwards);
  }

  @Test
  void shouldLeaveToOthersWhatIsDamagedBehindASegmentThatIsNotSealed() {
    unseal(1, 3);
    Path damaged = journal.segments().get(1).path();
    Crash.write(damaged, Crash.size(damaged), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    IndexedReader reader = new IndexedReader(journal, OF_ONE_AGENT);
    assertThat(reader.read(1, 100, false, 99, event -> {})).isFalse();
  }
}

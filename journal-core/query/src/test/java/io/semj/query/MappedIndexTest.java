package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.ChildJvm;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.SegmentHead;
import io.semj.event.SemanticEvent;
import io.semj.query.JournalQueries.UserKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others do to index files while they are mapped. */
@Timeout(300)
class MappedIndexTest {
  private static final int EVENTS = 1_200;

  @TempDir Path directory;

  /** What somebody does to a file. */
  private enum Deed {
    EMPTIES,
    CUTS_SHORT,
    ZEROES,
    FILLS_WITH_NOISE,
    FILLS_WITH_NOISE_BEHIND_THE_HEAD,
    DELETES,
    PUTS_AN_EMPTY_ONE_IN_ITS_PLACE,
    PUTS_NOISE_IN_ITS_PLACE;

    private static final int HEAD = 192;

    void to(Path file, Random random) throws IOException {
      byte[] noise = new byte[(int) Files.size(file)];
      random.nextBytes(noise);
      switch (this) {
        case EMPTIES -> truncate(file, 0);
        case CUTS_SHORT -> truncate(file, HEAD + random.nextInt(noise.length - HEAD));
        case ZEROES -> write(file, new byte[noise.length], 0);
        case FILLS_WITH_NOISE -> write(file, noise, 0);
        case FILLS_WITH_NOISE_BEHIND_THE_HEAD ->
            write(file, Arrays.copyOf(noise, noise.length - HEAD), HEAD);
        case DELETES -> Files.delete(file);
        case PUTS_AN_EMPTY_ONE_IN_ITS_PLACE -> replace(file, new byte[0]);
        case PUTS_NOISE_IN_ITS_PLACE -> replace(file, noise);
      }
    }

    private static void truncate(Path file, long length) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(length);
      }
    }

    private static void write(Path file, byte[] bytes, long position) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(bytes), position);
      }
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
      Path fresh = file.resolveSibling("fresh");
      Files.write(fresh, bytes);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Test
  void shouldAnswerRightlyWhateverOthersDoToMappedFiles() {
    new RandomJournal(91).fill(directory, EVENTS);
    List<String> said;
    try (ChildJvm child = ChildJvm.start(Asking.class, directory)) {
      said = child.readToEnd();
    }
    assertThat(said).last().isEqualTo("survived " + Deed.PUTS_NOISE_IN_ITS_PLACE);
    assertThat(said).hasSize(Deed.values().length);
  }

  /** Asks while others are at the files, in a JVM of its own since that could end it. */
  static final class Asking {
    private static final int ROUNDS = 2;
    private static final int WARM_UP = 20_000;

    private final Path directory;
    private final List<SemanticEvent> all;
    private final Random random = new Random(92);

    private Asking(Path directory) {
      this.directory = directory;
      this.all = RandomJournal.readAll(directory);
    }

    public static void main(String[] args) throws IOException {
      Asking asking = new Asking(Path.of(args[0]));
      for (Deed deed : Deed.values()) {
        asking.askWhileSomebody(deed);
        System.out.println("survived " + deed);
      }
    }

    private void askWhileSomebody(Deed deed) throws IOException {
      try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
        queries.queryEventsBySequence(1, EVENTS, EVENTS);
      }
      for (int round = 0; round < ROUNDS; round++) {
        setLongAgo();
        try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
          ask(queries, deed);
        }
      }
    }

    private void ask(JournalQueries queries, Deed deed) throws IOException {
      List<RecordPosition> positions = positions(queries);
      for (int i = 0; i < WARM_UP; i++) {
        queries.positionOf(1 + random.nextInt(EVENTS)); // so that it is compiled
      }
      QueryPropertyTest.check(queries, all, random.nextLong());
      try (EventStream forwards = queries.stream(EventQuery.builder().build());
          EventStream backwards = queries.stream(EventQuery.builder().descending().build())) {
        List<SemanticEvent> streamed = new ArrayList<>();
        for (int i = 0; i < EVENTS / 2 + 30; i++) {
          streamed.add(forwards.next());
        }
        assertThat(backwards.next().sequence()).isEqualTo(EVENTS);
        damage(deed);
        if (deed == Deed.EMPTIES) {
          assertThat(positions(queries)).isEqualTo(positions); // by the missing pages alone
        }
        forwards.forEachRemaining(streamed::add);
        assertThat(streamed).isEqualTo(all);
        List<Long> left = new ArrayList<>();
        backwards.forEachRemaining(event -> left.add(event.sequence()));
        assertThat(left).hasSize(EVENTS - 1).last().isEqualTo(1L);
      }
      QueryPropertyTest.check(queries, all, random.nextLong());
      queries.queryEventsBySequence(1, EVENTS, EVENTS);
      assertThat(positions(queries)).isEqualTo(positions);
    }

    private static List<RecordPosition> positions(JournalQueries queries) {
      return LongStream.rangeClosed(1, EVENTS).mapToObj(queries::positionOf).toList();
    }

    private List<Path> files() throws IOException {
      List<Path> files = new ArrayList<>();
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(directory.resolve(IndexFiles.DIRECTORY))) {
        found.forEach(files::add);
      }
      return files;
    }

    /** The clock of a file system may not tell a change from what was just made. */
    private void setLongAgo() throws IOException {
      for (Path file : files()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
      }
    }

    private void damage(Deed deed) throws IOException {
      for (Path file : files()) {
        deed.to(file, random);
      }
    }
  }

  private SegmentHead fillOneSegment() {
    new RandomJournal(93).fill(directory, 200);
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      queries.queryEventsBySequence(1, 1, 1);
    }
    return SegmentHead.read(JournalDirectory.existing(directory).segments().get(0));
  }

  private IndexFiles files() {
    return new IndexFiles(JournalDirectory.existing(directory), 0);
  }

  @Test
  void shouldMapFilesAndKeepInMemoryWhatCannotBeAFile() throws IOException {
    SegmentHead head = fillOneSegment();

    assertThat(files().open(head).orElseThrow().isMapped()).isTrue();
    Files.write(files().path(head), new byte[0]);
    assertThat(files().open(head)).isEmpty();
  }

  @Test
  void shouldCopyWhatIsMappedWhenItsFileIsGone() throws IOException {
    SegmentHead head = fillOneSegment();
    StoredIndex index = files().open(head).orElseThrow();
    int blocks = index.ask(all -> all.blockCount(), 0);
    Files.delete(files().path(head));

    assertThat(index.<Integer>ask(all -> all.blockCount(), 0)).isNull();
    StoredIndex copy = index.copied();
    assertThat(copy.isMapped()).isFalse();
    assertThat(copy.<Integer>ask(all -> all.blockCount(), 0)).isEqualTo(blocks);
  }

  @Test
  void shouldGiveNoCopyOfWhatWasWrittenOver() throws IOException {
    SegmentHead head = fillOneSegment();
    StoredIndex index = files().open(head).orElseThrow();
    Deed.FILLS_WITH_NOISE_BEHIND_THE_HEAD.to(files().path(head), new Random(94));

    assertThat(index.copied()).isNull();
  }

  @Test
  void shouldMapFilesOfADirectoryThatMayNotBeWritten() throws IOException {
    SegmentHead head = fillOneSegment();
    Path indexes = directory.resolve(IndexFiles.DIRECTORY);
    Files.setPosixFilePermissions(files().path(head), PosixFilePermissions.fromString("r--r--r--"));
    Files.setPosixFilePermissions(indexes, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThat(files().open(head).orElseThrow().isMapped()).isTrue();
      try (JournalQueries queries = JournalQueries.openReadOnly(directory)) {
        QueryPropertyTest.check(queries, RandomJournal.readAll(directory), 95);
      }
    } finally {
      Files.setPosixFilePermissions(indexes, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}

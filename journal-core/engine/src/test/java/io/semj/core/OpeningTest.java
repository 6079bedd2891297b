package io.semj.core;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.ChildJvm;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.OpenAndReport;
import io.semj.error.ConfigurationException;
import io.semj.error.JournalLockedException;
import io.semj.error.RecoveryException;
import io.semj.error.StorageException;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {
  @TempDir private Path directory;

  private JournalConfigBuilder config() {
    return JournalConfig.builder(directory).ringSize(128);
  }

  @Test
  void shouldMakeTheDirectoryAndAllAboveIt() {
    Path deep = directory.resolve("a/b/c");
    try (SemanticJournal journal = SemanticJournal.open(JournalConfig.builder(deep).build())) {
      journal.emitEvent(Events.of(0, 0));
    }
    assertThat(DiskView.events(deep)).hasSize(1);
  }

  @Test
  void shouldRefuseASecondWriterOfTheSameProcess() {
    try (SemanticJournal first = SemanticJournal.open(config().build())) {
      assertThatThrownBy(() -> SemanticJournal.open(config().build()))
          .isInstanceOfSatisfying(
              JournalLockedException.class,
              e -> assertThat(e.holderPid()).isEqualTo(ProcessHandle.current().pid()))
          .hasMessageContaining(directory.toString());
      assertThat(first.emitEvent(Events.of(0, 0))).isEqualTo(1);
    }
    SemanticJournal.open(config().build()).close();
  }

  @Test
  void shouldRefuseASecondWriterOfTheSameProcessByAnotherPath() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (SemanticJournal first = SemanticJournal.open(config().build())) {
      assertThatThrownBy(() -> SemanticJournal.open(JournalConfig.builder(link).build()))
          .isInstanceOf(JournalLockedException.class);
      assertThat(first.emitEvent(Events.of(0, 0))).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseToWriteWhileARecoveryIsNotFinishedAndSayHowToFinishIt() throws IOException {
    Path intent = Files.writeString(directory.resolve("recovery.intent"), "whatever is in it");
    assertThatThrownBy(() -> SemanticJournal.open(config().build()))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("file=" + intent)
        .hasMessageContaining("JournalRecovery.resume")
        .hasMessageContaining("semj recover " + directory);
    Files.delete(intent);
    SemanticJournal.open(config().build()).close();
  }

  @Test
  void shouldRefuseAWriterWhileAnotherProcessHoldsTheDirectory() {
    try (ChildJvm child = ChildJvm.start(OpenAndReport.class, directory)) {
      assertThat(child.readLine()).isEqualTo("opened 0");
      assertThatThrownBy(() -> SemanticJournal.open(config().build()))
          .isInstanceOfSatisfying(
              JournalLockedException.class, e -> assertThat(e.holderPid()).isEqualTo(child.pid()))
          .hasMessageContaining("" + child.pid());
      child.kill();
    }
    SemanticJournal.open(config().build()).close();
  }

  @Test
  void shouldStillKeepOtherProcessesOutAfterItRefusedAWriterOfItsOwn() {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      assertThatThrownBy(() -> SemanticJournal.open(config().build()))
          .isInstanceOf(JournalLockedException.class);
      try (ChildJvm child = ChildJvm.start(OpenAndReport.class, directory)) {
        assertThat(child.readLine())
            .startsWith("JournalLockedException: ")
            .contains("" + ProcessHandle.current().pid());
      }
      assertThat(journal.emitEvent(Events.of(0, 0))).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseAPathThatIsAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "something else");
    assertThatThrownBy(() -> SemanticJournal.open(JournalConfig.builder(file).build()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("something else");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void shouldLeaveNothingBehindWhenAThreadCannotBeMade(int failing) throws IOException {
    assertNothingIsLeftBy(
        new CountingFactory(failing) {
          @Override
          Thread fail(Runnable task) {
            throw new IllegalStateException("no thread");
          }
        },
        IllegalStateException.class);
    assertNothingIsLeftBy(
        new CountingFactory(failing) {
          @Override
          Thread fail(Runnable task) {
            return null;
          }
        },
        ConfigurationException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void shouldLeaveNothingBehindWhenAThreadCannotBeStarted(int failing) throws IOException {
    assertNothingIsLeftBy(
        new CountingFactory(failing) {
          @Override
          Thread fail(Runnable task) {
            return new Thread(task) {
              @Override
              public synchronized void start() {
                throw new OutOfMemoryError("unable to create native thread");
              }
            };
          }
        },
        OutOfMemoryError.class);
  }

  private void assertNothingIsLeftBy(ThreadFactory factory, Class<? extends Throwable> expected)
      throws IOException {
    JournalConfig config = config().threadFactory(factory).errorHandler(e -> {}).build();
    assertThatThrownBy(() -> SemanticJournal.open(config)).isInstanceOf(expected);
    assertThat(openFiles()).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("counted-"));
    SemanticJournal.open(config().build()).close();
  }

  @Test
  void shouldLeaveNoFileOpenWhenItIsClosed() throws IOException {
    try (SemanticJournal journal =
        SemanticJournal.open(config().maxSegmentBytes(1 << 20).build())) {
      for (int i = 0; i < 20_000; i++) {
        journal.emitEvent(Events.of(0, i));
      }
      assertThat(openFiles()).isNotEmpty();
    }
    assertThat(openFiles()).isEmpty();
    assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain(directory.toString());
  }

  @ParameterizedTest
  @EnumSource(SyncPolicy.class)
  void shouldNotRunAwayFromTheSyncThread(SyncPolicy policy) throws IOException {
    JournalConfig config =
        config()
            .maxSegmentBytes(1 << 20)
            .compression(BlockCompression.NONE)
            .syncPolicy(policy)
            .build();
    int most = 0;
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      for (int i = 0; i < 40_000; i++) {
        journal.emitEvent(Events.of(0, i));
        if (i % 2_000 == 0) {
          most = Math.max(most, openFiles().size());
        }
      }
    }
    // The lock, the mark, the live and the next segment, and those that are being finished.
    assertThat(most).isBetween(3, 4 + 9);
  }

  /** Files in the directory that this process holds open; not itself, which is open for a sync. */
  private List<String> openFiles() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(OpeningTest::target)
          .filter(target -> target.startsWith(directory + "/"))
          .toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  @Test
  void shouldGoOnWhenTheErrorHandlerThrows() throws IOException {
    JournalConfig config =
        config()
            .errorHandler(
                e -> {
                  throw new IllegalStateException("a broken handler");
                })
            .maxSegmentBytes(1 << 20)
            .build();
    // A directory where the next segment is to be prepared.
    Path inTheWay = directory.resolve("next.tmp");
    byte[] payload = new byte[8 << 10];
    Random random = new Random(7);
    int events = 90;
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      Files.createDirectory(inTheWay);
      for (int i = 0; i < events; i++) {
        random.nextBytes(payload);
        journal.emitEvent(SemanticEvent.builder(EventType.VECTOR_UPDATE).payload(payload));
      }
      await().until(() -> !journal.metrics().errors().isEmpty());
      assertThat(journal.flush()).isEqualTo(events);
      Files.delete(inTheWay);
    }
    assertThat(DiskView.events(directory)).hasSize(events);
  }

  /** Makes named threads, but fails at one. */
  private abstract static class CountingFactory implements ThreadFactory {
    private final int failing;
    private int made;

    CountingFactory(int failing) {
      this.failing = failing;
    }

    abstract Thread fail(Runnable task);

    @Override
    public Thread newThread(Runnable task) {
      int number = made++;
      return number == failing ? fail(task) : new Thread(task, "counted-" + number);
    }
  }
}

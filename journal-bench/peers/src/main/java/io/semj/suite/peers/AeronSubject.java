package io.semj.suite.peers;

import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.ArchivingMediaDriver;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import io.semj.suite.subject.Ability;
import io.semj.suite.subject.Durability;
import io.semj.suite.subject.EventPool;
import io.semj.suite.subject.Family;
import io.semj.suite.subject.FileForcing;
import io.semj.suite.subject.Producer;
import io.semj.suite.subject.Session;
import io.semj.suite.subject.Subject;
import io.semj.suite.subject.SubjectInfo;
import io.semj.suite.subject.SubjectReader;
import io.semj.suite.subject.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/** Aeron Archive: an IPC publication, recorded by an archive in the same process. */
public final class AeronSubject implements Subject {
  private static final String CHANNEL = "aeron:ipc?term-length=64m";
  private static final String REPLAY = "aeron:ipc?term-length=64m";
  private static final int STREAM = 1_001;
  private static final int REPLAY_STREAM = 1_002;
  private static final long LOOK_AGAIN_NANOS = 20_000;
  private static final int FRAGMENTS = 256;
  private static final int FRAME_HEADER = 32;
  private static final int FRAME_ALIGNMENT = 32;

  @Override
  public SubjectInfo info() {
    return SubjectInfo.of(
            "aeron",
            "Aeron Archive " + Versions.of(Archive.class) + ", IPC",
            Family.PEER,
            "embedded archiving media driver, shared threading as recommended for few cores, terms"
                + " of 64 MiB, driver directory in memory; group commit and durable events: file sync"
                + " level 1, recorded position",
            EnumSet.of(
                Ability.EMIT,
                Ability.MANY_PRODUCERS,
                Ability.SUSTAIN,
                Ability.ACKNOWLEDGE,
                Ability.GROUP_COMMIT,
                Ability.READ),
            2)
        .withFlags(
            List.of(
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens=java.base/java.util.zip=ALL-UNNAMED",
                "-Dagrona.disable.bounds.checks=true"));
  }

  /** Driver, archive and a client of both. */
  private record Running(ArchivingMediaDriver driver, AeronArchive archive) {
    static Running start(Path directory, int syncLevel) {
      MediaDriver.Context driver =
          new MediaDriver.Context()
              .aeronDirectoryName("/dev/shm/aeron-semj-bench-" + ProcessHandle.current().pid())
              .threadingMode(ThreadingMode.SHARED)
              .spiesSimulateConnection(true)
              .dirDeleteOnStart(true)
              .dirDeleteOnShutdown(true);
      Archive.Context archive =
          new Archive.Context()
              .aeronDirectoryName(driver.aeronDirectoryName())
              .archiveDirectoryName(directory.toString())
              .controlChannelEnabled(false)
              .archiveClientContext(new AeronArchive.Context().controlResponseChannel("aeron:ipc"))
              .recordingEventsEnabled(false)
              .replicationChannel("aeron:udp?endpoint=localhost:0")
              .threadingMode(ArchiveThreadingMode.SHARED)
              .fileSyncLevel(syncLevel)
              .catalogFileSyncLevel(syncLevel);
      ArchivingMediaDriver launched = ArchivingMediaDriver.launch(driver, archive);
      AeronArchive client =
          AeronArchive.connect(
              new AeronArchive.Context()
                  .aeronDirectoryName(driver.aeronDirectoryName())
                  .controlRequestChannel(launched.archive().context().localControlChannel())
                  .controlRequestStreamId(launched.archive().context().localControlStreamId())
                  .controlResponseChannel("aeron:ipc"));
      return new Running(launched, client);
    }

    void close() {
      archive.close();
      driver.close();
    }
  }

  @Override
  public Session open(Path directory, Workload workload) {
    Running running = Running.start(directory, workload.durability() == Durability.LATER ? 0 : 1);
    AeronArchive archive = running.archive();
    archive.startRecording(CHANNEL, STREAM, SourceLocation.LOCAL);
    Publication publication = archive.context().aeron().addPublication(CHANNEL, STREAM);
    CountersReader counters = archive.context().aeron().countersReader();
    int counter = CountersReader.NULL_COUNTER_ID;
    while (counter == CountersReader.NULL_COUNTER_ID) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      counter =
          RecordingPos.findCounterIdBySession(
              counters, publication.sessionId(), archive.archiveId());
    }
    return new Open(running, publication, counters, counter, directory, workload.events());
  }

  private record Open(
      Running running,
      Publication publication,
      CountersReader counters,
      int counter,
      Path directory,
      EventPool events)
      implements Session {
    @Override
    public Producer producer() {
      return new Emitter(this);
    }

    long recorded() {
      return counters.getCounterValue(counter);
    }

    @Override
    public void awaitAll() throws IOException {
      long position = publication.position();
      while (recorded() < position) {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
      FileForcing.forceAll(directory);
    }

    /** All frames have the same length, and terms are a multiple of it or padded at their ends. */
    @Override
    public long acknowledged() {
      int frame = events.size() + FRAME_HEADER;
      int aligned = (frame + FRAME_ALIGNMENT - 1) / FRAME_ALIGNMENT * FRAME_ALIGNMENT;
      long term = publication.termBufferLength();
      long position = recorded();
      return position / term * (term / aligned) + position % term / aligned;
    }

    @Override
    public void close() {
      publication.close();
      running.close();
    }
  }

  private static final class Emitter implements Producer {
    private final Open open;
    private final UnsafeBuffer[] events;
    private int index;

    Emitter(Open open) {
      this.open = open;
      events = new UnsafeBuffer[open.events().count()];
      for (int i = 0; i < events.length; i++) {
        events[i] = new UnsafeBuffer(open.events().get(i));
      }
    }

    private long offer() throws IOException {
      UnsafeBuffer event = events[index++ & events.length - 1];
      while (true) {
        long position = open.publication().offer(event, 0, event.capacity());
        if (position > 0) {
          return position;
        }
        if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
          throw new IOException("offer failed: result=" + position);
        }
        Thread.onSpinWait();
      }
    }

    @Override
    public void emit() throws IOException {
      offer();
    }

    @Override
    public void emitDurable() throws IOException {
      long position = offer();
      while (open.recorded() < position) {
        LockSupport.parkNanos(1);
      }
    }
  }

  @Override
  public SubjectReader reader(Path directory, Workload workload) {
    return new Reader(Running.start(directory, 0), new byte[workload.size()]);
  }

  private static final class Reader implements SubjectReader {
    private final Running running;
    private final byte[] event;

    Reader(Running running, byte[] event) {
      this.running = running;
      this.event = event;
    }

    @Override
    public long readAll() {
      long[] found = new long[2];
      running
          .archive()
          .listRecordings(
              0,
              1,
              (controlSessionId,
                  correlationId,
                  recordingId,
                  startTimestamp,
                  stopTimestamp,
                  startPosition,
                  stopPosition,
                  initialTermId,
                  segmentFileLength,
                  termBufferLength,
                  mtuLength,
                  sessionId,
                  streamId,
                  strippedChannel,
                  originalChannel,
                  sourceIdentity) -> {
                found[0] = recordingId;
                found[1] = stopPosition;
              });
      long[] count = new long[1];
      FragmentHandler handler =
          (buffer, offset, length, header) -> {
            buffer.getBytes(offset, event, 0, length);
            count[0]++;
          };
      try (Subscription replay =
          running.archive().replay(found[0], 0, found[1], REPLAY, REPLAY_STREAM)) {
        while (replay.hasNoImages()) {
          Thread.onSpinWait();
        }
        poll(replay, handler, found[1]);
      }
      return count[0];
    }

    private static void poll(Subscription replay, FragmentHandler handler, long stop) {
      var image = replay.imageAtIndex(0);
      while (image.position() < stop && !image.isClosed()) {
        if (image.poll(handler, FRAGMENTS) == 0) {
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public void close() {
      running.close();
    }
  }
}

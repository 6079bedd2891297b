package io.semj.suite.peers;

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
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Chronicle Queue: an appender per thread writes bytes into a mapped file on the caller's thread.
 */
public final class ChronicleSubject implements Subject {
  private static final List<String> FLAGS =
      List.of(
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
          "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
          "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "-Dchronicle.analytics.disable=true",
          "-Dchronicle.announcer.disable=true",
          "-Dchronicle.disk.monitor.disable=true");

  @Override
  public SubjectInfo info() {
    return SubjectInfo.of(
            "chronicle",
            "Chronicle Queue " + Versions.of(ChronicleQueue.class),
            Family.PEER,
            "binary queue with its defaults, an appender per thread, raw bytes in a writing"
                + " document; durable events: SyncMode.SYNC and sync() after each; no checksums, no"
                + " compression; the JVM flags that its documentation asks for on JDK 17, analytics"
                + " off",
            EnumSet.of(
                Ability.EMIT,
                Ability.MANY_PRODUCERS,
                Ability.SUSTAIN,
                Ability.ACKNOWLEDGE,
                Ability.READ),
            0)
        .withFlags(FLAGS);
  }

  @Override
  public Session open(Path directory, Workload workload) {
    SingleChronicleQueueBuilder builder = SingleChronicleQueueBuilder.binary(directory);
    if (workload.durability() == Durability.EACH) {
      builder.syncMode(SyncMode.SYNC);
    }
    return new Open(builder.build(), directory, workload.events());
  }

  @Override
  public SubjectReader reader(Path directory, Workload workload) {
    ChronicleQueue queue = SingleChronicleQueueBuilder.binary(directory).build();
    byte[] event = new byte[workload.size()];
    return new SubjectReader() {
      @Override
      public long readAll() {
        return count(queue, event);
      }

      @Override
      public void close() {
        queue.close();
      }
    };
  }

  private static long count(ChronicleQueue queue, byte[] event) {
    long count = 0;
    try (ExcerptTailer tailer = queue.createTailer()) {
      while (true) {
        try (DocumentContext document = tailer.readingDocument()) {
          if (!document.isPresent()) {
            return count;
          }
          document.wire().bytes().read(event);
          count++;
        }
      }
    }
  }

  private record Open(ChronicleQueue queue, Path directory, EventPool events) implements Session {
    @Override
    public Producer producer() {
      return new Emitter(queue, events);
    }

    @Override
    public void awaitAll() throws IOException {
      FileForcing.forceAll(directory);
    }

    @Override
    public void close() {
      queue.close();
    }
  }

  private static final class Emitter implements Producer {
    private final ExcerptAppender appender;
    private final Bytes<?>[] events;
    private int index;

    Emitter(ChronicleQueue queue, EventPool pool) {
      appender = queue.createAppender();
      events = new Bytes<?>[pool.count()];
      for (int i = 0; i < events.length; i++) {
        events[i] = Bytes.allocateDirect(pool.get(i));
      }
    }

    @Override
    public void emit() {
      try (DocumentContext document = appender.writingDocument()) {
        document.wire().bytes().write(events[index++ & events.length - 1]);
      }
    }

    @Override
    public void emitDurable() {
      emit();
      appender.sync();
    }

    @Override
    public void close() {
      appender.close();
    }
  }
}

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
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.journal.EncoderPersister;
import org.apache.activemq.artemis.core.journal.IOCompletion;
import org.apache.activemq.artemis.core.journal.LoaderCallback;
import org.apache.activemq.artemis.core.journal.PreparedTransactionInfo;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.journal.impl.dataformat.ByteArrayEncoding;

/** The journal of ActiveMQ Artemis, with the files and buffers of a broker's defaults. */
abstract class ArtemisSubject implements Subject {
  private static final int FILE_BYTES = 10 << 20;
  private static final int MIN_FILES = 2;
  private static final int POOL_FILES = 10;
  private static final int COMPACT_MIN_FILES = 10;
  private static final int COMPACT_PERCENTAGE = 30;
  private static final byte RECORD_TYPE = 1;
  private static final byte MARK_TYPE = 2;
  private static final long MARKS = 1L << 60;

  private final String name;
  private final String title;
  private final int maxIo;

  ArtemisSubject(String name, String kind, int maxIo) {
    this.name = name;
    this.title = "Artemis journal " + Versions.of(JournalImpl.class) + ", " + kind;
    this.maxIo = maxIo;
  }

  abstract SequentialFileFactory files(Path directory);

  /** Why it does not run here, or nothing. */
  abstract String unavailable();

  @Override
  public final SubjectInfo info() {
    SubjectInfo info =
        SubjectInfo.of(
            name,
            title,
            Family.PEER,
            "10 MiB files, at least 2, pool of 10, 490 KiB buffer with its usual timeout, data sync"
                + " on; durable events: sync=true; group commit: sync=true with a callback",
            EnumSet.of(
                Ability.EMIT,
                Ability.MANY_PRODUCERS,
                Ability.SUSTAIN,
                Ability.ACKNOWLEDGE,
                Ability.GROUP_COMMIT,
                Ability.READ),
            1);
    return unavailable().isEmpty() ? info : info.notHere(unavailable());
  }

  @Override
  public final Session open(Path directory, Workload workload) throws IOException {
    JournalImpl journal = start(directory);
    try {
      journal.loadInternalOnly();
    } catch (Exception e) {
      throw new IOException(e);
    }
    return new Open(journal, directory, workload, new AtomicLong(), new AtomicLong());
  }

  private JournalImpl start(Path directory) {
    SequentialFileFactory files = files(directory);
    JournalImpl journal =
        new JournalImpl(
            FILE_BYTES,
            MIN_FILES,
            POOL_FILES,
            COMPACT_MIN_FILES,
            COMPACT_PERCENTAGE,
            files,
            "events",
            "amq",
            maxIo);
    journal.start();
    return journal;
  }

  @Override
  public final SubjectReader reader(Path directory, Workload workload) {
    return () -> {
      JournalImpl journal = start(directory);
      Counting counting = new Counting();
      try {
        journal.load(counting);
        journal.stop();
      } catch (Exception e) {
        throw new IOException(e);
      }
      return counting.records;
    };
  }

  private static final class Counting implements LoaderCallback {
    private long records;

    @Override
    public void addRecord(RecordInfo info) {
      records += info.getUserRecordType() == RECORD_TYPE ? 1 : 0;
    }

    @Override
    public void addPreparedTransaction(PreparedTransactionInfo info) {}

    @Override
    public void deleteRecord(long id) {}

    @Override
    public void updateRecord(RecordInfo info) {}

    @Override
    public void failedTransaction(
        long id, List<RecordInfo> records, List<RecordInfo> recordsToDelete) {}
  }

  private record Open(
      JournalImpl journal, Path directory, Workload workload, AtomicLong ids, AtomicLong forced)
      implements Session {
    @Override
    public Producer producer() {
      return new Emitter(this);
    }

    @Override
    public void awaitAll() throws IOException {
      long mark = MARKS + ids.incrementAndGet();
      try {
        journal.appendAddRecord(
            mark, MARK_TYPE, new byte[1], true); // returns behind everything before it
        journal.appendDeleteRecord(mark, true);
      } catch (Exception e) {
        throw new IOException(e);
      }
      FileForcing.forceAll(directory);
    }

    @Override
    public long acknowledged() {
      return forced.get();
    }

    @Override
    public void close() throws IOException {
      try {
        journal.stop();
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  private static final class Emitter implements Producer, IOCompletion {
    private final Open open;
    private final EventPool events;
    private final boolean group;
    private int index;

    Emitter(Open open) {
      this.open = open;
      this.events = open.workload().events();
      this.group = open.workload().durability() == Durability.GROUP;
    }

    @Override
    public void emit() throws IOException {
      try {
        if (group) {
          open.journal()
              .appendAddRecord(
                  open.ids().incrementAndGet(),
                  RECORD_TYPE,
                  EncoderPersister.getInstance(),
                  new ByteArrayEncoding(events.get(index++)),
                  true,
                  this);
        } else {
          append(false);
        }
      } catch (Exception e) {
        throw new IOException(e);
      }
    }

    @Override
    public void emitDurable() throws IOException {
      try {
        append(true);
      } catch (Exception e) {
        throw new IOException(e);
      }
    }

    private void append(boolean sync) throws Exception {
      open.journal()
          .appendAddRecord(open.ids().incrementAndGet(), RECORD_TYPE, events.get(index++), sync);
    }

    @Override
    public void done() {
      open.forced().incrementAndGet();
    }

    @Override
    public void onError(int code, String message) {}

    @Override
    public void storeLineUp() {}
  }
}

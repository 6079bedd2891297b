package io.semj.suite.peers;

import io.semj.suite.subject.Ability;
import io.semj.suite.subject.EventPool;
import io.semj.suite.subject.Family;
import io.semj.suite.subject.Producer;
import io.semj.suite.subject.Session;
import io.semj.suite.subject.Subject;
import io.semj.suite.subject.SubjectInfo;
import io.semj.suite.subject.SubjectReader;
import io.semj.suite.subject.Workload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/** RocksDB as a journal: a number as key, the event as value, everything through its log. */
public final class RocksDbSubject implements Subject {
  @Override
  public SubjectInfo info() {
    return SubjectInfo.of(
        "rocksdb",
        "RocksDB " + Versions.of(RocksDB.class) + ", WAL",
        Family.PEER,
        "default options, write-ahead log on, keys are big-endian numbers; durable events:"
            + " WriteOptions.sync; durable at the end: flushWal(true)",
        EnumSet.of(
            Ability.EMIT,
            Ability.MANY_PRODUCERS,
            Ability.SUSTAIN,
            Ability.ACKNOWLEDGE,
            Ability.READ),
        1);
  }

  @Override
  public Session open(Path directory, Workload workload) throws IOException {
    RocksDB.loadLibrary();
    try {
      Options options = new Options().setCreateIfMissing(true);
      RocksDB db = RocksDB.open(options, directory.toString());
      return new Open(db, options, workload.events(), new AtomicLong());
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public SubjectReader reader(Path directory, Workload workload) throws IOException {
    RocksDB.loadLibrary();
    try {
      RocksDB db = RocksDB.openReadOnly(directory.toString());
      return new Reader(db, ByteBuffer.allocateDirect(workload.size()));
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  private record Reader(RocksDB db, ByteBuffer event) implements SubjectReader {
    @Override
    public long readAll() {
      long count = 0;
      try (ReadOptions options = new ReadOptions().setReadaheadSize(1 << 20);
          RocksIterator all = db.newIterator(options)) {
        for (all.seekToFirst(); all.isValid(); all.next()) {
          all.value(event.clear());
          count++;
        }
      }
      return count;
    }

    @Override
    public void close() {
      db.close();
    }
  }

  private record Open(RocksDB db, Options options, EventPool events, AtomicLong ids)
      implements Session {
    @Override
    public Producer producer() {
      return new Emitter(this);
    }

    @Override
    public void awaitAll() throws IOException {
      try {
        db.flushWal(true);
      } catch (RocksDBException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
        db.flush(wait);
      } catch (RocksDBException e) {
        throw new IOException(e);
      } finally {
        db.close();
        options.close();
      }
    }
  }

  private static final class Emitter implements Producer {
    private final Open open;
    private final WriteOptions plain = new WriteOptions();
    private final WriteOptions durable = new WriteOptions().setSync(true);
    private final byte[] key = new byte[Long.BYTES];
    private final ByteBuffer number = ByteBuffer.wrap(key);
    private int index;

    Emitter(Open open) {
      this.open = open;
    }

    private void put(WriteOptions options) throws IOException {
      number.putLong(0, open.ids().incrementAndGet());
      try {
        open.db().put(options, key, open.events().get(index++));
      } catch (RocksDBException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void emit() throws IOException {
      put(plain);
    }

    @Override
    public void emitDurable() throws IOException {
      put(durable);
    }

    @Override
    public void close() {
      plain.close();
      durable.close();
    }
  }
}

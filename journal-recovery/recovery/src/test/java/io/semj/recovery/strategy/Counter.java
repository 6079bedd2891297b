package io.semj.recovery.strategy;

import io.semj.core.checkpoint.SnapshotSource;
import io.semj.core.checkpoint.StateTarget;
import io.semj.format.RecordFlyweight;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A service whose state is the number and the sum of the sequences it was given. */
final class Counter implements StateTarget, SnapshotSource {
  private long last;
  private long count;
  private long sum;
  private boolean restored;

  @Override
  public void onRecord(RecordFlyweight record) {
    last = record.userspaceSequence();
    count++;
    sum += last;
  }

  @Override
  public long writeTo(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(last);
    data.writeLong(count);
    data.writeLong(sum);
    data.flush();
    return last;
  }

  @Override
  public void restore(InputStream snapshot) throws IOException {
    DataInputStream data = new DataInputStream(snapshot);
    last = data.readLong();
    count = data.readLong();
    sum = data.readLong();
    restored = true;
  }

  boolean wasRestored() {
    return restored;
  }

  /** The state of one that saw all events up to a sequence. */
  static Counter upTo(long sequence) {
    Counter counter = new Counter();
    counter.last = sequence;
    counter.count = sequence;
    counter.sum = sequence * (sequence + 1) / 2;
    return counter;
  }

  @Override
  public String toString() {
    return "last=" + last + ", count=" + count + ", sum=" + sum;
  }
}

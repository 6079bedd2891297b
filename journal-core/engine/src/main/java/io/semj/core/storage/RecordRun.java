package io.semj.core.storage;

/** What is known of records that lie one after another: enough for their block's header. */
final class RecordRun {
  private long first;
  private long last;
  private int count;
  private int length;
  private int lastOffset;
  private long earliest;
  private long latest;

  RecordRun() {
    clear();
  }

  void clear() {
    first = 0;
    last = 0;
    count = 0;
    length = 0;
    lastOffset = 0;
    earliest = Long.MAX_VALUE;
    latest = Long.MIN_VALUE;
  }

  void add(long sequence, long timestamp, int recordLength) {
    first = count == 0 ? sequence : first;
    last = sequence;
    count++;
    lastOffset = length;
    length += recordLength;
    earliest = Math.min(earliest, timestamp);
    latest = Math.max(latest, timestamp);
  }

  /** The other one's records lie behind these. */
  void append(RecordRun other) {
    if (other.isEmpty()) {
      return;
    }
    first = count == 0 ? other.first : first;
    last = other.last;
    count += other.count;
    lastOffset = length + other.lastOffset;
    length += other.length;
    earliest = Math.min(earliest, other.earliest);
    latest = Math.max(latest, other.latest);
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Sequences ascend: they are dense if and only if there are as many as lie between the ends. */
  boolean isDense() {
    return last - first == count - 1;
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  int count() {
    return count;
  }

  int length() {
    return length;
  }

  int lastOffset() {
    return lastOffset;
  }

  long earliest() {
    return earliest;
  }

  long latest() {
    return latest;
  }
}

package io.semj.recovery.replay;

import io.semj.event.EventTypes;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.work.WorkControl;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.MutableLong;

/** Counts events instead of handling them. */
final class DryDelivery implements Delivery {
  private final WorkControl control;
  private final Int2ObjectHashMap<MutableLong> byType = new Int2ObjectHashMap<>();
  private long completed;

  DryDelivery(WorkControl control) {
    this.control = control;
  }

  @Override
  public void deliver(RecordFlyweight record) {
    control.check();
    int type = record.eventType();
    MutableLong count = byType.get(type);
    if (count == null) {
      count = new MutableLong();
      byType.put(type, count);
    }
    count.increment();
  }

  @Override
  public void reached(long sequence) {
    completed = Math.max(completed, sequence);
  }

  @Override
  public Map<String, Long> countsByType() {
    Map<String, Long> counts = new TreeMap<>();
    byType.forEach((type, count) -> counts.merge(EventTypes.nameOf(type), count.get(), Long::sum));
    return counts;
  }

  @Override
  public void finish() {}

  @Override
  public long completed() {
    return completed;
  }

  @Override
  public long handled() {
    return 0;
  }

  @Override
  public long barriers() {
    return 0;
  }

  @Override
  public void close() {}
}
